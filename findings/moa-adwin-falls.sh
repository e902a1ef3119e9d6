#!/usr/bin/env bash
# MOA 2024.07.0: ADWINChangeDetector on a mean that falls.
#
# Expected: ADWIN compares the means of two parts of its window, and a detector of change tells of a rise as of a fall.
# Seen:     of rises alone. ADWIN itself sees the fall and drops the old part of its window, but the detector tells only if
#           the estimate grew: it is made for the errors of a classifier. PageHinkleyDM, CusumDM, DDM, RDDM, HDDM_A_Test and
#           EWMAChartDM are the same; SeqDrift2ChangeDetector tells both ways.
# So:       on KPIs (throughput, share of successes, free memory) or a predictor's hit rate it is blind to the bad half, and a
#           comparison of detectors measures their direction. Feed a second one with the negated values, or ask the
#           window itself.
#
# Output seen (OpenJDK 17.0.15; 2000 values of mean .2 or .8, then 2000 of the other; of how many changes each told):
#   ADWINChangeDetector: rise 3, fall 0
#   PageHinkleyDM: rise 1, fall 0
#   CusumDM: rise 1, fall 0
#   DDM: rise 1, fall 0
#   SeqDrift2ChangeDetector: rise 1, fall 2
#   ADWIN itself: rise 3, fall 4
set -euo pipefail
copy_plugin=org.apache.maven.plugins:maven-dependency-plugin:3.9.0
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

cat >"$folder/Falls.java" <<'JAVA'
import java.util.Random;
import java.util.function.DoublePredicate;
import java.util.function.Supplier;
import moa.classifiers.core.driftdetection.ADWIN;
import moa.classifiers.core.driftdetection.ADWINChangeDetector;
import moa.classifiers.core.driftdetection.AbstractChangeDetector;
import moa.classifiers.core.driftdetection.CusumDM;
import moa.classifiers.core.driftdetection.DDM;
import moa.classifiers.core.driftdetection.PageHinkleyDM;
import moa.classifiers.core.driftdetection.SeqDrift2ChangeDetector;

public class Falls {
  public static void main(String[] args) {
    tell("ADWINChangeDetector", () -> detector(new ADWINChangeDetector()));
    tell("PageHinkleyDM", () -> detector(new PageHinkleyDM()));
    tell("CusumDM", () -> detector(new CusumDM()));
    tell("DDM", () -> detector(new DDM()));
    tell("SeqDrift2ChangeDetector", () -> detector(new SeqDrift2ChangeDetector()));
    tell("ADWIN itself", () -> new ADWIN()::setInput);
  }

  private static DoublePredicate detector(AbstractChangeDetector detector) {
    detector.prepareForUse();
    return value -> {
      detector.input(value);
      return detector.getChange();
    };
  }

  private static void tell(String name, Supplier<DoublePredicate> isChange) {
    System.out.printf(
        "%s: rise %d, fall %d%n",
        name, changes(isChange.get(), 0.2, 0.8), changes(isChange.get(), 0.8, 0.2));
  }

  private static int changes(DoublePredicate isChange, double before, double after) {
    var random = new Random(1);
    int changes = 0;
    for (int i = 0; i < 4000; i++) {
      double value = random.nextDouble() < (i < 2000 ? before : after) ? 1 : 0;
      changes += isChange.test(value) ? 1 : 0;
    }
    return changes;
  }
}
JAVA
cat >"$folder/pom.xml" <<'POM'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>org.example</groupId>
  <artifactId>falls</artifactId>
  <version>1</version>
  <dependencies>
    <dependency><groupId>nz.ac.waikato.cms.moa</groupId><artifactId>moa</artifactId><version>2024.07.0</version></dependency>
  </dependencies>
</project>
POM
(cd "$folder" && mvn -q -B -ntp "$copy_plugin:copy-dependencies" -DoutputDirectory=lib >/dev/null)
javac -cp "$folder/lib/*" -d "$folder" "$folder/Falls.java"
came=$(java -cp "$folder:$folder/lib/*" Falls 2>/dev/null)
echo "$came"
expected='ADWINChangeDetector: rise 3, fall 0
PageHinkleyDM: rise 1, fall 0
CusumDM: rise 1, fall 0
DDM: rise 1, fall 0
SeqDrift2ChangeDetector: rise 1, fall 2
ADWIN itself: rise 3, fall 4'
if [ "$came" != "$expected" ]; then
  printf 'changed: expected:\n%s\n' "$expected"
  exit 1
fi
