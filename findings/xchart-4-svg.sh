#!/usr/bin/env bash
# XChart 4.0.3 and charts that are saved as SVG.
#
# Expected: XChart's own class for vector graphics works with what Maven brings with XChart, as with 3.8.8.
# Seen:     4.0.3 compiles against VectorGraphics2D and does not bring it. The code compiles, bitmaps are written, and
#           the first SVG, PDF or EPS ends in a NoClassDefFoundError: an error, which no catch of exceptions sees.
# So:       who saves SVG adds de.erichseifert.vectorgraphics2d:VectorGraphics2D:0.13, and tests that a file is written.
#
# Output seen (OpenJDK 17.0.15):
#   3.8.8: an SVG of some KB
#   4.0.3: java.lang.NoClassDefFoundError: de/erichseifert/vectorgraphics2d/Processor
#   4.0.3 with VectorGraphics2D 0.13: an SVG of some KB
set -euo pipefail
copy_plugin=org.apache.maven.plugins:maven-dependency-plugin:3.9.0
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

cat >"$folder/Save.java" <<'JAVA'
import java.nio.file.*;
import org.knowm.xchart.*;

public class Save {
  public static void main(String[] args) throws Exception {
    System.setProperty("java.awt.headless", "true");
    XYChart chart = new XYChartBuilder().width(300).height(200).build();
    chart.addSeries("risk", new double[] {0, 1, 2}, new double[] {0.1, 0.4, 0.9});
    Path file = Path.of(args[0]);
    try {
      VectorGraphicsEncoder.saveVectorGraphic(
          chart, file.toString(), VectorGraphicsEncoder.VectorGraphicsFormat.SVG);
      System.out.println(Files.readString(file).contains("<svg") ? "an SVG of some KB" : "no SVG");
    } catch (Throwable e) {
      System.out.println(e.getClass().getName() + ": " + e.getMessage());
    }
  }
}
JAVA

save() { # version of XChart, further dependencies of its POM: what came
  home=$folder/$1-${2:+with}
  mkdir -p "$home"
  cat >"$home/pom.xml" <<POM
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>org.example</groupId>
  <artifactId>chart</artifactId>
  <version>1</version>
  <dependencies>
    <dependency><groupId>org.knowm.xchart</groupId><artifactId>xchart</artifactId><version>$1</version></dependency>
    ${2:-}
  </dependencies>
</project>
POM
  (cd "$home" && mvn -q -B -ntp "$copy_plugin:copy-dependencies" -DoutputDirectory=lib >/dev/null)
  javac -cp "$home/lib/*" -d "$home" "$folder/Save.java"
  java -cp "$home:$home/lib/*" Save "$home/chart.svg"
}

fails=0
shows() { # what of, what came, what it must hold
  printf '%s: %s\n' "$1" "$2"
  if ! grep -qF -- "$3" <<<"$2"; then
    echo "changed: '$3' expected"
    fails=1
  fi
}

shows 3.8.8 "$(save 3.8.8)" 'an SVG'
shows 4.0.3 "$(save 4.0.3)" NoClassDefFoundError
shows '4.0.3 with VectorGraphics2D 0.13' "$(save 4.0.3 '<dependency>
      <groupId>de.erichseifert.vectorgraphics2d</groupId>
      <artifactId>VectorGraphics2D</artifactId>
      <version>0.13</version>
    </dependency>')" 'an SVG'
exit "$fails"
