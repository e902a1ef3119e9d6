#!/usr/bin/env bash
# Commons Math 3.6.1: SimpleRegression as a sliding window that runs empty.
#
# Expected: a regression from which every pair has been removed again is as new, and takes the next ones.
# Seen:     it has no slope any more, whatever is added: the removal of the last pair divides by the 0 pairs left, and
#           the NaN stays in its sums. Nothing is thrown, the count is right, and NaN is also what it answers as long as
#           there are too few pairs, so it looks like waiting.
# So:       who follows a KPI's trend over the last minutes calls clear() instead of removing the last pair, since a gap
#           in the telemetry as long as the window empties it.
#
# Output seen (OpenJDK 17.0.15):
#   never removed: 3 pairs, slope 2.0
#   all removed: 3 pairs, slope NaN
#   cleared: 3 pairs, slope 2.0
set -euo pipefail
copy_plugin=org.apache.maven.plugins:maven-dependency-plugin:3.9.0
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

cat >"$folder/Window.java" <<'JAVA'
import org.apache.commons.math3.stat.regression.SimpleRegression;

public class Window {
  public static void main(String[] args) {
    var fresh = new SimpleRegression();
    var emptied = new SimpleRegression();
    emptied.addData(1, 5);
    emptied.addData(2, 6);
    emptied.removeData(1, 5);
    emptied.removeData(2, 6);
    var cleared = new SimpleRegression();
    cleared.addData(1, 5);
    cleared.clear();
    show("never removed", fresh);
    show("all removed", emptied);
    show("cleared", cleared);
  }

  static void show(String name, SimpleRegression regression) {
    for (int minute = 60; minute < 63; minute++) {
      regression.addData(minute, 2 * minute);
    }
    System.out.printf("%s: %d pairs, slope %s%n", name, regression.getN(), regression.getSlope());
  }
}
JAVA
cat >"$folder/pom.xml" <<'POM'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>org.example</groupId>
  <artifactId>window</artifactId>
  <version>1</version>
  <dependencies>
    <dependency><groupId>org.apache.commons</groupId><artifactId>commons-math3</artifactId><version>3.6.1</version></dependency>
  </dependencies>
</project>
POM
(cd "$folder" && mvn -q -B -ntp "$copy_plugin:copy-dependencies" -DoutputDirectory=lib >/dev/null)
javac -cp "$folder/lib/*" -d "$folder" "$folder/Window.java"
came=$(java -cp "$folder:$folder/lib/*" Window)
echo "$came"
for line in 'never removed: 3 pairs, slope 2.0' 'all removed: 3 pairs, slope NaN' 'cleared: 3 pairs, slope 2.0'; do
  if ! grep -qxF -- "$line" <<<"$came"; then
    echo "changed: '$line' expected"
    exit 1
  fi
done
