#!/usr/bin/env bash
# fabric8's Kubernetes client 8.0.0 and an exclusion that version 7 needed.
#
# Expected: who excludes kubernetes-httpclient-vertx, to use the JDK's HTTP client, is rid of Vert.x after the
#           upgrade to 8 as before it.
# Seen:     8 brings its default client as kubernetes-httpclient-vertx-5. The old exclusion matches nothing, Maven says
#           nothing, and Vert.x with Netty is on the class path beside the client that was chosen.
# So:       exclude kubernetes-httpclient-vertx-5, and look at the tree after an upgrade: an exclusion that matches
#           nothing is no error.
#
# Output seen:
#   7.5.2, kubernetes-httpclient-vertx excluded:   0 jars of io.vertx
#   8.0.0, kubernetes-httpclient-vertx excluded:   6 jars of io.vertx
#   8.0.0, kubernetes-httpclient-vertx-5 excluded: 0 jars of io.vertx
set -euo pipefail
list_plugin=org.apache.maven.plugins:maven-dependency-plugin:3.9.0
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

vertx() { # version, exclusion: the number of Vert.x' jars
  mkdir -p "$folder/$1-$2"
  cat >"$folder/$1-$2/pom.xml" <<POM
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>org.example</groupId>
  <artifactId>client</artifactId>
  <version>1</version>
  <dependencies>
    <dependency>
      <groupId>io.fabric8</groupId>
      <artifactId>kubernetes-client</artifactId>
      <version>$1</version>
      <exclusions>
        <exclusion>
          <groupId>io.fabric8</groupId>
          <artifactId>$2</artifactId>
        </exclusion>
      </exclusions>
    </dependency>
    <dependency>
      <groupId>io.fabric8</groupId>
      <artifactId>kubernetes-httpclient-jdk</artifactId>
      <version>$1</version>
    </dependency>
  </dependencies>
</project>
POM
  (cd "$folder/$1-$2" && mvn -q -B -ntp "$list_plugin:list" -DoutputFile=list.txt >/dev/null)
  grep -c 'io\.vertx:' "$folder/$1-$2/list.txt" || true
}

fails=0
shows() { # version, exclusion, whether Vert.x is expected
  found=$(vertx "$1" "$2")
  printf '%s, %s excluded: %s jars of io.vertx\n' "$1" "$2" "$found"
  if [ "$3" = none ] && [ "$found" -ne 0 ] || [ "$3" = some ] && [ "$found" -eq 0 ]; then
    echo "changed: $3 expected"
    fails=1
  fi
}

shows 7.5.2 kubernetes-httpclient-vertx none
shows 8.0.0 kubernetes-httpclient-vertx some
shows 8.0.0 kubernetes-httpclient-vertx-5 none
exit "$fails"
