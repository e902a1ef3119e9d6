#!/usr/bin/env bash
# ND4J 1.0.0-M2.1 and JSAT 0.0.9: the area under the ROC curve of predictors that give rows equal scores.
#
# Expected: rows of equal scores can't be told apart, so a predictor that gives all rows the same score has an area of .5.
# Seen:     both take equal scores in the order in which the rows came. With the failures first the area is 1, with the
#           failures last it is 0, of the very same rows. Smile 2.6.0 and Tribuo 4.3.2 say .5 to both. It is so in ND4J's exact
#           mode, the one it has unless told otherwise, and its area under precision and recall is 1, too.
# So:       who compares predictors of failures, of which trees, rules and rounded or clipped risks give most rows the same
#           score, measures the order of his file. Rank with mean ranks, or take Smile's or Tribuo's area.
#
# Output seen (OpenJDK 17.0.15; 100 rows, half of them failures, each with a score of .1):
#   ND4J: failures first 1.0, last 0.0
#   JSAT: failures first 1.0, last 0.0
#   Smile: failures first 0.5, last 0.5
#   Tribuo: failures first 0.5, last 0.5
#
# Needs Linux on x86-64, for ND4J's own code.
set -euo pipefail
copy_plugin=org.apache.maven.plugins:maven-dependency-plugin:3.9.0
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

cat >"$folder/Areas.java" <<'JAVA'
import java.util.Arrays;
import java.util.stream.IntStream;
import jsat.classifiers.CategoricalData;
import jsat.classifiers.CategoricalResults;
import org.nd4j.evaluation.classification.ROC;
import org.nd4j.linalg.factory.Nd4j;
import org.tribuo.classification.evaluation.LabelEvaluationUtil;

public class Areas {
  private static final int ROWS = 100;

  interface Area {
    double of(int[] failed, double[] scores);
  }

  public static void main(String[] args) {
    tell("ND4J", Areas::nd4j);
    tell("JSAT", Areas::jsat);
    tell("Smile", smile.validation.metric.AUC::of);
    tell("Tribuo", Areas::tribuo);
  }

  private static void tell(String library, Area area) {
    double[] scores = new double[ROWS];
    Arrays.fill(scores, 0.1);
    int[] first = IntStream.range(0, ROWS).map(i -> i < ROWS / 2 ? 1 : 0).toArray();
    int[] last = IntStream.range(0, ROWS).map(i -> i < ROWS / 2 ? 0 : 1).toArray();
    System.out.printf(
        "%s: failures first %s, last %s%n", library, area.of(first, scores), area.of(last, scores));
  }

  private static double nd4j(int[] failed, double[] scores) {
    ROC roc = new ROC();
    double[] labels = Arrays.stream(failed).asDoubleStream().toArray();
    roc.eval(Nd4j.create(labels).reshape(ROWS, 1), Nd4j.create(scores).reshape(ROWS, 1));
    return roc.calculateAUC();
  }

  private static double jsat(int[] failed, double[] scores) {
    var area = new jsat.classifiers.evaluation.AUC();
    area.prepare(new CategoricalData(2));
    for (int i = 0; i < ROWS; i++) {
      area.addResult(new CategoricalResults(new double[] {1 - scores[i], scores[i]}), failed[i], 1);
    }
    return area.getScore();
  }

  private static double tribuo(int[] failed, double[] scores) {
    boolean[] labels = new boolean[ROWS];
    for (int i = 0; i < ROWS; i++) {
      labels[i] = failed[i] == 1;
    }
    return LabelEvaluationUtil.binaryAUCROC(labels, scores);
  }
}
JAVA
cat >"$folder/pom.xml" <<'POM'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>org.example</groupId>
  <artifactId>areas</artifactId>
  <version>1</version>
  <dependencies>
    <dependency><groupId>org.nd4j</groupId><artifactId>nd4j-native</artifactId><version>1.0.0-M2.1</version></dependency>
    <dependency><groupId>org.nd4j</groupId><artifactId>nd4j-native</artifactId><version>1.0.0-M2.1</version><classifier>linux-x86_64</classifier></dependency>
    <dependency><groupId>org.bytedeco</groupId><artifactId>openblas</artifactId><version>0.3.19-1.5.7</version><classifier>linux-x86_64</classifier></dependency>
    <dependency><groupId>org.bytedeco</groupId><artifactId>javacpp</artifactId><version>1.5.7</version><classifier>linux-x86_64</classifier></dependency>
    <dependency><groupId>com.edwardraff</groupId><artifactId>JSAT</artifactId><version>0.0.9</version></dependency>
    <dependency>
      <groupId>com.github.haifengl</groupId><artifactId>smile-core</artifactId><version>2.6.0</version>
      <exclusions><exclusion><groupId>org.bytedeco</groupId><artifactId>*</artifactId></exclusion></exclusions>
    </dependency>
    <dependency><groupId>org.tribuo</groupId><artifactId>tribuo-classification-core</artifactId><version>4.3.2</version></dependency>
  </dependencies>
</project>
POM
(cd "$folder" && mvn -q -B -ntp "$copy_plugin:copy-dependencies" -DoutputDirectory=lib >/dev/null)
javac -cp "$folder/lib/*" -d "$folder" "$folder/Areas.java"
came=$(java -cp "$folder:$folder/lib/*" Areas 2>/dev/null)
echo "$came"
expected='ND4J: failures first 1.0, last 0.0
JSAT: failures first 1.0, last 0.0
Smile: failures first 0.5, last 0.5
Tribuo: failures first 0.5, last 0.5'
if [ "$came" != "$expected" ]; then
  printf 'changed: expected:\n%s\n' "$expected"
  exit 1
fi
