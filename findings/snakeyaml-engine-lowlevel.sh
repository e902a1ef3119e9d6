#!/usr/bin/env bash
# snakeyaml-engine 3.2 and its API for nodes, on the module path.
#
# Expected: org.snakeyaml.engine.v2.api.lowlevel (Compose, Parse, Present, Serialize), which its documentation names
#           as the way to nodes and their lines, can be used by a module that requires org.snakeyaml.engine.
# Seen:     the module does not export the package. The same source compiles and runs on the class path.
# So:       io.mild.goals.YamlFile makes nodes by composer, parser and scanner, which are exported; a test builds an
#           application on the module path.
#
# Output seen (OpenJDK 17.0.15):
#   class path: line 1
#   module path: package org.snakeyaml.engine.v2.api.lowlevel is not visible
set -euo pipefail
copy_plugin=org.apache.maven.plugins:maven-dependency-plugin:3.9.0
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

mkdir "$folder/app"
cat >"$folder/app/Lines.java" <<'JAVA'
package app;

import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;

public class Lines {
  public static void main(String[] args) {
    var node = new Compose(LoadSettings.builder().build()).composeString("a: 1\nb: 2\n").get();
    System.out.println("class path: line " + (node.getStartMark().get().getLine() + 1));
  }
}
JAVA
echo 'module app { requires org.snakeyaml.engine; }' >"$folder/module-info.java"
cat >"$folder/pom.xml" <<'POM'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>org.example</groupId>
  <artifactId>lowlevel</artifactId>
  <version>1</version>
  <dependencies>
    <dependency><groupId>org.snakeyaml</groupId><artifactId>snakeyaml-engine</artifactId><version>3.2</version></dependency>
  </dependencies>
</project>
POM
(cd "$folder" && mvn -q -B -ntp "$copy_plugin:copy-dependencies" -DoutputDirectory=lib >/dev/null)
javac -cp "$folder/lib/*" -d "$folder/classes" "$folder/app/Lines.java"
came=$(java -cp "$folder/classes:$folder/lib/*" app.Lines)
reason='package org.snakeyaml.engine.v2.api.lowlevel is not visible'
if javac -p "$folder/lib" -d "$folder/modules" "$folder/module-info.java" "$folder/app/Lines.java" 2>"$folder/errors"; then
  came+=$'\nmodule path: compiled'
elif grep -qF "$reason" "$folder/errors"; then
  came+=$'\nmodule path: '"$reason"
else
  cat "$folder/errors"
fi
echo "$came"
expected=$'class path: line 1\nmodule path: '"$reason"
if [ "$came" != "$expected" ]; then
  echo "changed: '$expected' expected"
  exit 1
fi
