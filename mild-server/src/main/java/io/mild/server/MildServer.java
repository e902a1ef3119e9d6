package io.mild.server;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.mild.connect.Outbox;
import io.mild.connect.OutboxSettings;
import io.mild.connect.metrics.MildMetrics;
import io.mild.server.config.Secret;
import io.mild.server.config.ServerConfig;
import io.mild.server.config.SystemConfig;
import io.mild.server.run.Systems;
import io.mild.server.web.WebServer;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A service that polls systems, scores their rows, tells of incidents and shows them.
 *
 * <pre>{@code
 * try (MildServer server = MildServer.start(ServerConfig.read(Path.of("mild.yaml")))) {
 *   System.out.println(server.address());
 *   Thread.currentThread().join();
 * }
 * }</pre>
 */
public final class MildServer implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(MildServer.class);
  private static final int SECRET_BYTES = 24;

  private final ServerConfig config;
  private final FileChannel lock;
  private final Outbox outbox;
  private final Systems systems;
  private final WebServer web;
  private final String signInCode;

  private MildServer(
      ServerConfig config,
      FileChannel lock,
      Outbox outbox,
      Systems systems,
      WebServer web,
      String signInCode) {
    this.config = config;
    this.lock = lock;
    this.outbox = outbox;
    this.systems = systems;
    this.web = web;
    this.signInCode = signInCode;
  }

  /**
   * Starts a service, which goes on where the one before it was when it ended or was killed.
   *
   * @throws IOException if its address is taken, or what is on disk can't be read, or another
   *     process has it open
   */
  public static MildServer start(ServerConfig config) throws IOException {
    Files.createDirectories(config.state());
    FileChannel lock = lock(config.state());
    try {
      return start(config, lock);
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  private static MildServer start(ServerConfig config, FileChannel lock) throws IOException {
    Outbox outbox =
        Outbox.open(config.state().resolve("outbox"), OutboxSettings.DEFAULT, Sinks.of(config));
    MildMetrics metrics = new MildMetrics(Clock.systemUTC());
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    metrics.bindTo(registry);
    metrics.outbox(outbox);
    AtomicReference<@Nullable WebServer> page = new AtomicReference<>();
    Systems systems =
        new Systems(
            key -> {
              WebServer started = page.get();
              if (started != null) {
                started.changed(key);
              }
            });
    try {
      for (SystemConfig system : config.systems()) {
        Path folder = config.state().resolve("systems").resolve(system.key());
        systems.add(system, folder, new MetricAudience(system.key(), outbox, metrics));
      }
      String code = random();
      WebServer web =
          WebServer.start(
              new WebServer.Access(
                  config.listen(), config.hosts(), token(config), code, config.secureCookies()),
              systems,
              registry::scrape);
      page.set(web);
      systems.start();
      MildServer server = new MildServer(config, lock, outbox, systems, web, code);
      LOG.info("watches {} systems, listens on {}", systems.all().size(), server.address());
      return server;
    } catch (IOException | RuntimeException e) {
      systems.close();
      outbox.close();
      throw e;
    }
  }

  private static FileChannel lock(Path folder) throws IOException {
    FileChannel channel =
        FileChannel.open(
            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock held;
    try {
      held = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      held = null;
    }
    if (held == null) {
      channel.close();
      throw new IOException(folder + " is in use by another process");
    }
    return channel;
  }

  /** Without one of their own, changes need one that is in the state's folder. */
  private static String token(ServerConfig config) throws IOException {
    if (config.token().isPresent()) {
      return config.token().map(Secret::value).orElseThrow();
    }
    Path file = config.state().resolve("token");
    if (!Files.exists(file)) {
      Files.createFile(file);
      if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
      }
      Files.writeString(file, random());
    }
    return Files.readString(file).strip();
  }

  private static String random() {
    byte[] bytes = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** Where its page is. */
  public String address() {
    String host = config.listen().getAddress().getHostAddress();
    return "http://%s:%d/".formatted(host.contains(":") ? "[" + host + "]" : host, web.port());
  }

  /** Where its page is, for one browser that may change things; it works once. */
  public String signInAddress() {
    return address() + "login?code=" + signInCode;
  }

  /** Stops, with all that is remembered on disk. */
  @Override
  public void close() throws IOException {
    try (lock;
        outbox) {
      web.close();
      systems.close();
    }
  }
}
