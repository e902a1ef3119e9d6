#!/usr/bin/env bash
# Commons Math 3.6.1: rank correlations of series with a missing value.
#
# Expected: KendallsCorrelation of a series with NaN is NaN, as Pearson's is, or an exception, as Spearman's.
# Seen:     a number. NaN is sorted as the largest value and counted as such. Of the same five pairs, which agree wholly
#           but for the missing one, tau is 0.8 or 0.2, after the place of the NaN.
# So:       who compares KPIs, in which a gap is NaN, by Kendall's tau drops incomplete pairs himself.
#
# Output seen (OpenJDK 17.0.15):
#   Pearson NaN
#   Spearman NotANumberException
#   Kendall 0.8, first missing 0.2
set -euo pipefail
copy_plugin=org.apache.maven.plugins:maven-dependency-plugin:3.9.0
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

cat >"$folder/Ranks.java" <<'JAVA'
import org.apache.commons.math3.exception.NotANumberException;
import org.apache.commons.math3.stat.correlation.KendallsCorrelation;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;
import org.apache.commons.math3.stat.correlation.SpearmansCorrelation;

public class Ranks {
  public static void main(String[] args) {
    double[] whole = {1, 2, 3, 4, 5};
    double[] fourthMissing = {1, 2, 3, Double.NaN, 5};
    double[] firstMissing = {Double.NaN, 2, 3, 4, 5};
    System.out.println("Pearson " + new PearsonsCorrelation().correlation(fourthMissing, whole));
    try {
      System.out.println("Spearman " + new SpearmansCorrelation().correlation(fourthMissing, whole));
    } catch (NotANumberException e) {
      System.out.println("Spearman " + e.getClass().getSimpleName());
    }
    var kendall = new KendallsCorrelation();
    System.out.printf(
        "Kendall %s, first missing %s%n",
        kendall.correlation(fourthMissing, whole), kendall.correlation(firstMissing, whole));
  }
}
JAVA
cat >"$folder/pom.xml" <<'POM'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>org.example</groupId>
  <artifactId>ranks</artifactId>
  <version>1</version>
  <dependencies>
    <dependency><groupId>org.apache.commons</groupId><artifactId>commons-math3</artifactId><version>3.6.1</version></dependency>
  </dependencies>
</project>
POM
(cd "$folder" && mvn -q -B -ntp "$copy_plugin:copy-dependencies" -DoutputDirectory=lib >/dev/null)
javac -cp "$folder/lib/*" -d "$folder" "$folder/Ranks.java"
came=$(java -cp "$folder:$folder/lib/*" Ranks)
echo "$came"
for line in 'Pearson NaN' 'Spearman NotANumberException' 'Kendall 0.8, first missing 0.2'; do
  if ! grep -qxF -- "$line" <<<"$came"; then
    echo "changed: '$line' expected"
    exit 1
  fi
done
