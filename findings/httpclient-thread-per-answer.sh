#!/usr/bin/env bash
# OpenJDK 17's java.net.http.HttpClient.sendAsync on a machine, or in a container, of one or two processors.
#
# Expected: answers are completed on the client's own pool of threads, or on the common pool: a thousand requests one after
#           another, over one connection that is kept, start some ten threads.
# Seen:     with one or two processors a new thread is started for each answer, on which nothing of ours runs. An executor
#           given to the client changes nothing, for it is the future that sendAsync returns which is completed on
#           CompletableFuture's default executor, and that is no pool where the common pool would have one thread. send does
#           not do so, with three processors there is a pool, and OpenJDK 25.0 starts no thread either way.
# So:       our HTTP calls are blocking ones, whose bodies have a time of their own; a test counts threads.
#
# Output seen (OpenJDK 17.0.15):
#   1 processor: sendAsync starts a thread an answer, with an executor of one's own as well; send none
#   2 processors: sendAsync starts a thread an answer, with an executor of one's own as well; send none
#   3 processors: sendAsync starts none, with an executor of one's own neither; send none
set -euo pipefail
java -version 2>&1 | grep -q 'version "17\.' || { echo "needs a JDK 17 on the path" >&2; exit 2; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

cat >"$folder/Answers.java" <<'JAVA'
import com.sun.net.httpserver.HttpServer;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

public class Answers {
  static final int REQUESTS = 1000;

  interface Call {
    void make(HttpRequest request) throws Exception;
  }

  static boolean isThreadEach(HttpRequest request, Call call) throws Exception {
    call.make(request);
    var threads = ManagementFactory.getThreadMXBean();
    long before = threads.getTotalStartedThreadCount();
    for (int i = 0; i < REQUESTS; i++) {
      call.make(request);
    }
    return threads.getTotalStartedThreadCount() - before > REQUESTS / 2;
  }

  public static void main(String[] args) throws Exception {
    HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", exchange -> {
      exchange.sendResponseHeaders(200, 2);
      exchange.getResponseBody().write(new byte[] {'o', 'k'});
      exchange.close();
    });
    server.start();
    URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    HttpRequest request = HttpRequest.newBuilder(uri).version(HttpClient.Version.HTTP_1_1).build();
    HttpClient plain = HttpClient.newHttpClient();
    ExecutorService pool = Executors.newFixedThreadPool(4);
    HttpClient own = HttpClient.newBuilder().executor(pool).build();
    boolean async = isThreadEach(request, r -> plain.sendAsync(r, BodyHandlers.ofByteArray()).get());
    boolean asyncOwn = isThreadEach(request, r -> own.sendAsync(r, BodyHandlers.ofByteArray()).get());
    boolean blocking = isThreadEach(request, r -> plain.send(r, BodyHandlers.ofByteArray()));
    int processors = Runtime.getRuntime().availableProcessors();
    System.out.println(processors + (processors == 1 ? " processor" : " processors") + ": sendAsync starts "
        + (async ? "a thread an answer, with an executor of one's own " + (asyncOwn ? "as well" : "none")
            : "none, with an executor of one's own " + (asyncOwn ? "one" : "neither"))
        + "; send " + (blocking ? "one" : "none"));
    System.exit(0);
  }
}
JAVA
javac -d "$folder" "$folder/Answers.java"
seen=$(for processors in 1 2 3; do java -XX:ActiveProcessorCount=$processors -cp "$folder" Answers; done)
echo "$seen"
expected=$(sed -n 's/^#   \([123] processor\)/\1/p' "$0")
[ "$seen" = "$expected" ] || { echo "expected otherwise" >&2; exit 1; }
