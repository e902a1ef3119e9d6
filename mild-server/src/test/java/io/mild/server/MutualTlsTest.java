package io.mild.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mild.connect.EventSink;
import io.mild.connect.IncidentMessage;
import io.mild.connect.Story;
import io.mild.data.DataFileException;
import io.mild.server.config.ServerConfig;
import io.mild.server.config.SourceConfig;
import io.mild.server.run.PrometheusSources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that let in who has a certificate, as the configuration names it. */
class MutualTlsTest {
  private static final String PEM = "ca: server.pem, certificate: client.pem, key: client.key";
  private static final String STORE =
      "ca: server.pem, store: client.p12, password: {file: password}";

  @TempDir private static Path folder;
  private static MutualTls server;

  @BeforeAll
  static void start() throws Exception {
    server = MutualTls.start(folder);
    Files.writeString(folder.resolve("password"), MutualTls.PASSWORD + "\n");
    Files.writeString(folder.resolve("wrong"), "another-password\n");
    Files.writeString(folder.resolve("empty.pem"), "");
    Files.writeString(
        folder.resolve("old.key"),
        "-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----\n");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {PEM, STORE})
  void sourcesAndSinksSayWhoTheyAre(String tls) throws Exception {
    server.seen.clear();
    ServerConfig config = read(tls);
    SourceConfig.Prometheus source = (SourceConfig.Prometheus) config.systems().get(0).source();
    assertThatIOException()
        .isThrownBy(() -> new PrometheusSources().client(source).rules())
        .withMessageContaining("answered 404");
    IncidentMessage message = Story.of("5f-1", Instant.now()).opened("api");
    for (Map.Entry<String, EventSink> sink : Sinks.of(config).entrySet()) {
      assertThatIOException()
          .isThrownBy(() -> sink.getValue().deliver(message))
          .withMessageContaining("answered 404");
    }
    assertThat(server.seen)
        .containsExactly("/api/v1/rules CN=mild", "/api/v2/alerts CN=mild", "/hook CN=mild");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ca: server.pem",
        "ca: server.pem, certificate: stranger.pem, key: stranger.key",
        "certificate: client.pem, key: client.key"
      })
  void otherwiseThereIsNoConnection(String tls) throws Exception {
    server.seen.clear();
    SourceConfig.Prometheus source = (SourceConfig.Prometheus) read(tls).systems().get(0).source();

    assertThatIOException().isThrownBy(() -> new PrometheusSources().client(source).rules());
    assertThat(server.seen).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ca: no.pem | systems.shop.source.prometheus.tls.ca is @no.pem, but that can't be read
          ca: client.key | tls.ca is @client.key, but that has no certificate
          ca: empty.pem | tls.ca is @empty.pem, but that has no certificate
          certificate: client.pem | tls has one of 'certificate' and 'key', but these are needed together
          certificate: client.pem, key: no.key | tls.key is @no.key, but that can't be read
          certificate: client.pem, key: client.pem | tls.key is @client.pem, but that has no private key in PEM
          certificate: client.pem, key: stranger.key | tls.key is @stranger.key, but that is not the key of the certificate
          certificate: client.pem, key: old.key | openssl pkcs8 -topk8 -nodes
          store: client.p12 | tls.store is @client.p12, but 'password' does not open it
          store: client.p12, password: {file: wrong} | tls.store is @client.p12, but 'password' does not open it
          store: client.pem, password: {file: password} | tls.store is @client.pem, but that is no PKCS#12 file
          store: client.p12, certificate: client.pem, key: client.key | tls has a 'certificate' and a 'store'
          password: {file: password} | tls.password is of a 'store', but there is none
          store: client.p12, password: hunter2 | tls.password is '…', but {env: NAME} or {file: PATH}
          cert: client.pem | tls.cert is not known; there are [ca, certificate, key, store, password]
          """)
  void whatIsNotAsSaidIsRefusedWithItsPlace(String tls, String message) {
    assertThatThrownBy(() -> read(tls))
        .isInstanceOf(DataFileException.class)
        .hasMessageContaining("line ")
        .hasMessageContaining(message.replace("@", folder + "/"))
        .hasMessageNotContainingAny(MutualTls.PASSWORD, "another-password", "hunter2");
  }

  @Test
  void nothingThatIsPrintedHasAKeyOrAPassword() throws Exception {
    String key = Files.readString(folder.resolve("client.key")).lines().toList().get(1);
    for (String tls : List.of(PEM, STORE)) {
      assertThat(read(tls).toString()).contains("client").doesNotContain(MutualTls.PASSWORD, key);
    }
  }

  private static ServerConfig read(String tls) throws IOException {
    String yaml =
        """
        systems:
          shop:
            model: shop.mild
            source:
              prometheus:
                url: %1$s
                kpis: {a: a}
                tls: {%2$s}
        sinks:
          - alertmanager: {url: "%1$s", tls: {%2$s}}
          - webhook: {url: "%1$s/hook", tls: {%2$s}}
        """
            .formatted(server.address(), tls);
    return ServerConfig.read(Files.writeString(folder.resolve("mild.yaml"), yaml));
  }
}
