package io.mild.server.real;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A network between two machines, which can be cut: connections end, and new ones are refused. */
final class Relay implements AutoCloseable {
  private final URI behind;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private ServerSocket door;
  private final int port;

  private Relay(URI behind) throws IOException {
    this.behind = behind;
    this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    this.port = door.getLocalPort();
    start(door);
  }

  static Relay before(URI server) throws IOException {
    return new Relay(server);
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + port);
  }

  private void start(ServerSocket open) {
    daemon(
        () -> {
          while (true) {
            connect(open.accept());
          }
        });
  }

  private void connect(Socket client) throws IOException {
    sockets.add(client);
    try {
      Socket server = new Socket(behind.getHost(), behind.getPort());
      sockets.add(server);
      daemon(() -> pass(client, server));
      daemon(() -> pass(server, client));
    } catch (IOException e) {
      client.close(); // who is behind is not there
    }
  }

  private void pass(Socket from, Socket to) throws IOException {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] some = new byte[8192];
      for (int read = in.read(some); read >= 0; read = in.read(some)) {
        out.write(some, 0, read);
        out.flush();
      }
    } finally {
      sockets.remove(from);
      sockets.remove(to);
    }
  }

  private interface Work {
    void run() throws IOException;
  }

  private static void daemon(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                // cut
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  void cut() throws IOException {
    door.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  void mend() throws IOException {
    ServerSocket again = new ServerSocket();
    again.setReuseAddress(true);
    again.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    door = again;
    start(again);
  }

  @Override
  public void close() throws IOException {
    cut();
  }
}
