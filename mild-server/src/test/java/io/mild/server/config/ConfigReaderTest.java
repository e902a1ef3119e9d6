package io.mild.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mild.data.DataFileException;
import io.mild.goals.Goals;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigReaderTest {
  private static final String ALL =
      """
      listen: 127.0.0.1:9999
      hosts: [mild.example.org]
      secureCookies: true
      state: state
      token: {env: MILD_TOKEN}
      systems:
        shop:
          source:
            prometheus:
              url: https://prometheus.example.org/
              kpis:
                api_latency: histogram_quantile(0.9, sum by (le) (rate(latency_bucket[2m])))
                errors: sum(rate(errors_total[2m]))
              period: 30s
              delay: 5s
              basic: {user: mild, password: {env: PASSWORD}}
              tls: {ca: ca.pem}
          goals:
            api: {holds: api_latency <= 0.2, brokenAfter: 5m}
            orders: {holds: [errors <= 3], dependsOn: [api]}
          train: {every: 7d, history: 30d, horizons: [2h, 1h], budget: 0.5, promote: when-better}
          rules: |
            hold off 5m
            window Tue 02:00 4h Europe/Berlin for api
        replayed:
          source: {csv: {file: kpis.csv, pace: 100ms, trainOn: 0.5}}
          model: models/replayed.mild
      sinks:
        - alertmanager: {url: "http://127.0.0.1:9093", bearer: {env: PASSWORD}}
        - webhook: {url: "https://example.org/hook", secret: {file: secret.txt}}
        - jsonLines: {file: events.jsonl}
      """;

  private final Map<String, String> environment =
      Map.of("MILD_TOKEN", "t0ken-of-mine", "PASSWORD", "pa55word");

  /** Made by openssl req -x509 -newkey ed25519, for nothing else. */
  private static final String CERTIFICATE =
      """
      -----BEGIN CERTIFICATE-----
      MIIBNDCB56ADAgECAhQ9kYkQwovcOz5RsM76KV0kTnqhyzAFBgMrZXAwDzENMAsG
      A1UEAwwEYS1jYTAgFw0yNjExMjkxNTI3MDdaGA8yMTI2MTEwNTE1MjcwN1owDzEN
      MAsGA1UEAwwEYS1jYTAqMAUGAytlcAMhACJ6Adrb/cDL3wALefsJehluYAxMobaK
      HUhnSo1nXeE+o1MwUTAdBgNVHQ4EFgQUwmvt/7idCASP72n7Hz5BefgrRS0wHwYD
      VR0jBBgwFoAUwmvt/7idCASP72n7Hz5BefgrRS0wDwYDVR0TAQH/BAUwAwEB/zAF
      BgMrZXADQQAu1XJfyHYWcRaS0YRAuXczxv0hbIRkl03u0fff0HG1WzwUbFjGFAIc
      i2Okrhtb0RIpkDougyWG/XEa4ZnvYa8D
      -----END CERTIFICATE-----
      """;

  @TempDir Path folder;

  @BeforeEach
  void writeWhatItNames() throws IOException {
    Files.writeString(folder.resolve("secret.txt"), "s3cret\n");
    Files.writeString(folder.resolve("ca.pem"), CERTIFICATE);
  }

  @Test
  void allThatThereIsIsRead() throws IOException {
    ServerConfig config = read(ALL);

    assertThat(config.listen().getPort()).isEqualTo(9999);
    assertThat(config.hosts()).containsExactly("mild.example.org");
    assertThat(config.secureCookies()).isTrue();
    assertThat(config.state()).isEqualTo(folder.resolve("state"));
    assertThat(config.token()).contains(new Secret("t0ken-of-mine"));
    SystemConfig shop = config.systems().get(0);
    SourceConfig.Prometheus source = (SourceConfig.Prometheus) shop.source();
    assertThat(source.url()).isEqualTo(URI.create("https://prometheus.example.org/"));
    assertThat(source.kpis().keySet()).containsExactly("api_latency", "errors");
    assertThat(source.period()).isEqualTo(Duration.ofSeconds(30));
    assertThat(source.delay()).isEqualTo(Duration.ofSeconds(5));
    assertThat(source.password()).contains(new Secret("pa55word"));
    assertThat(shop.goals().intents()).containsExactly("api", "orders");
    assertThat(shop.training().every()).contains(Duration.ofDays(7));
    assertThat(shop.training().promotion()).isEqualTo(TrainingConfig.Promotion.WHEN_BETTER);
    assertThat(shop.training().horizons())
        .containsExactly(Duration.ofHours(2), Duration.ofHours(1));
    assertThat(shop.rules().windows()).hasSize(1);
    SystemConfig replayed = config.systems().get(1);
    assertThat(replayed.goals()).isEqualTo(Goals.NONE);
    assertThat(replayed.model()).contains(folder.resolve("models/replayed.mild"));
    assertThat(config.sinks())
        .hasSize(3)
        .contains(
            new SinkConfig.Webhook(
                URI.create("https://example.org/hook"),
                Optional.of(new Secret("s3cret")),
                Optional.empty()));
  }

  @Test
  void nothingThatIsPrintedHasASecret() throws IOException {
    assertThat(read(ALL).toString()).doesNotContain("t0ken-of-mine", "pa55word", "s3cret");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          listen: 127.0.0.1:9999      | lisen: 127.0.0.1:9999      | line 1: lisen is not known; near it are [listen]
          url: https://prometheus.example.org/ | url: ftp://example.org/ | line 10: systems.shop.source.prometheus.url must be http:// or https://
          url: https://prometheus.example.org/ | url: https://a:b@example.org/ | line 10: systems.shop.source.prometheus.url must be
          period: 30s                 | periods: 30s               | line 14: systems.shop.source.prometheus.periods is not known; near it are [period]
          period: 30s                 | period: half a minute      | line 14: systems.shop.source.prometheus.period
          api: {holds: api_latency <= 0.2 | api: {hold: api_latency <= 0.2 | line 19: systems.shop.goals.api.hold is not known; near it are [holds]
          dependsOn: [api]            | dependsOn: [apo]           | goal 'orders' depends on 'apo'
          hold off 5m                 | hold on 5m                 | systems.shop.rules 'hold on 5m' has 'on' where 'off' was expected
          trainOn: 0.5                | trainOn: 1.5               | line 26: systems.replayed.source.csv.trainOn must be between 0 and 1
          token: {env: MILD_TOKEN}    | token: hunter2             | line 5: token is '…', but {env: NAME} or {file: PATH}
          token: {env: MILD_TOKEN}    | token: {env: NOT_SET}      | line 5: token.env is NOT_SET, but no such variable is set
          replayed:                   | ../../etc:                 | systems.../../etc is no name of a system
          - jsonLines: {file: events.jsonl} | - pager: {file: x}   | sinks[2].pager is not known
          model: models/replayed.mild | train: {budget: -1}        | train.budget must be 0 or more, but was -1
          model: models/replayed.mild | train: {promote: soon}     | train.promote must be by-hand or when-better, but was 'soon'
          csv: {file: kpis.csv,       | cvs: {file: kpis.csv,      | source.cvs is not known; near it are [csv]
          """)
  void whatIsNotAsSaidIsRefusedWithItsPlace(String text, String other, String message)
      throws IOException {
    assertThat(ALL).contains(text);
    assertThatThrownBy(() -> read(ALL.replace(text, other)))
        .isInstanceOf(DataFileException.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void withoutATokenOtherMachinesAreNotLetIn() {
    String open = ALL.replace("127.0.0.1:9999", "0.0.0.0:9999").replaceAll("token:.*\\n", "");
    assertThatThrownBy(() -> read(open.replaceAll(", secret: .file: secret.txt.", "")))
        .isInstanceOf(DataFileException.class)
        .hasMessageContaining("set a token, or listen on 127.0.0.1");
  }

  @Test
  void aSystemThatNobodyCouldSayTheFailuresOfIsRefused() {
    assertThatThrownBy(() -> read(ALL.replace("    model: models/replayed.mild\n", "")))
        .hasMessageContaining("systems.replayed has neither 'goals' nor a 'model'");
  }

  /** Fifteen hundred seeded changes of a configuration: each is one, or refused with its place. */
  @Test
  void whateverIsWrittenIsOneOrRefused() throws IOException {
    String local = ALL.replaceAll("listen:.*\n", ""); // names are not looked up
    SplittableRandom random = new SplittableRandom(6);
    String pieces = "{}[]:,-#&*!|>'\"%@`\u0000\u0007\u2028 \n\t~0123456789eEx.";
    int refused = 0;
    for (int change = 0; change < 1500; change++) {
      StringBuilder text = new StringBuilder(local);
      for (int edit = random.nextInt(1, 4); edit > 0; edit--) {
        int at = random.nextInt(text.length());
        switch (random.nextInt(3)) {
          case 0 -> text.deleteCharAt(at);
          case 1 -> text.insert(at, pieces.charAt(random.nextInt(pieces.length())));
          default -> text.setCharAt(at, pieces.charAt(random.nextInt(pieces.length())));
        }
      }
      try {
        read(text.toString());
      } catch (DataFileException e) {
        assertThat(e).hasMessageNotContainingAny("pa55word", "t0ken-of-mine", "s3cret");
        refused++;
      }
    }
    assertThat(refused).isBetween(250, 1450);
  }

  /** Each row of the table begins with the key, in backquotes. */
  @Test
  void theManualHasEachKeyAndNoOther() throws IOException {
    Path manual = Path.of("").toAbsolutePath().resolveSibling("docs/operate.md");
    Matcher row = Pattern.compile("(?m)^\\| `([A-Za-z.]+)` \\|").matcher(Files.readString(manual));
    List<String> documented = new ArrayList<>();
    while (row.find()) {
      documented.add(row.group(1));
    }
    assertThat(documented).containsExactlyInAnyOrderElementsOf(ConfigKeys.all());
  }

  private ServerConfig read(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("mild.yaml"), text);
    return new ConfigReader(file, environment::get).read();
  }
}
