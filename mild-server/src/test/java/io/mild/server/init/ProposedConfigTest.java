package io.mild.server.init;

import static org.assertj.core.api.Assertions.assertThat;

import io.mild.connect.prometheus.KpiQuery;
import io.mild.connect.prometheus.PrometheusRule;
import io.mild.data.FailureLog;
import io.mild.server.MutualTls;
import io.mild.server.config.ServerConfig;
import io.mild.server.config.SourceConfig;
import io.mild.server.config.SystemConfig;
import io.mild.server.config.Tls;
import io.mild.server.config.TlsFiles;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What stands in the file when names and expressions come from who means no good. */
class ProposedConfigTest {
  private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x\nlisten: 0.0.0.0:1",
        "x\r\nlisten: 0.0.0.0:1",
        "x\u0085listen: 0.0.0.0:1",
        "x\u2028listen: 0.0.0.0:1\u2029",
        "'\nlisten: 0.0.0.0:1 #",
        "\"\nlisten: 0.0.0.0:1 #",
        "' # \" : {a: b} [c] &d *e !f | > % @ `",
        "x\u0000\u0007\u001b[31m\u202e\ufeff\ud800",
        "# ? - : \\n \\u000a ''",
        "--- \n...\n%YAML 1.1",
        "   ",
      })
  void noTextFromOutsideGetsOutOfItsPlace(String hostile) throws Exception {
    PrometheusRule rule =
        new PrometheusRule(
            hostile,
            hostile,
            true,
            "a{b=\"" + hostile.replace("\"", "\\\"") + "\"} > 5",
            MINUTE,
            Map.of("service", hostile),
            Map.of("summary", hostile));
    PrometheusRule other =
        new PrometheusRule(
            hostile, hostile, true, hostile, MINUTE, Map.of(hostile, hostile), Map.of());
    RuleGoals rules = new RuleGoals(List.of(rule, other), new Names(), MINUTE, text -> Double.NaN);
    List<ProposedKpi> others =
        List.of(new ProposedKpi(new KpiQuery("plain", "{\"" + hostile + "\"}"), hostile));
    List<ProposedGoal> goals = rules.goals(kpi -> Optional.empty());
    ProposedConfig proposal =
        new ProposedConfig(
            request(PrometheusLogin.NONE),
            MINUTE,
            goals,
            rules.kpis(),
            others,
            rules.others(),
            List.of(new LeftOut(hostile, hostile)),
            Map.of(),
            new FailureLog(List.of()),
            Optional.empty(),
            Optional.empty());

    ServerConfig config = read(proposal);
    SystemConfig system = config.systems().get(0);
    SourceConfig.Prometheus source = (SourceConfig.Prometheus) system.source();

    assertThat(config.listen()).isEqualTo(ServerConfig.DEFAULT_LISTEN);
    assertThat(config.systems()).hasSize(1);
    assertThat(config.sinks()).isEmpty();
    assertThat(system.goals().goals()).isEqualTo(goals.stream().map(ProposedGoal::goal).toList());
    if (!hostile.contains("\ud800")) { // which UTF-8 can't say
      assertThat(source.kpis())
          .containsEntry("plain", others.get(0).query().promql())
          .containsEntry(rules.kpis().get(0).name(), rules.kpis().get(0).query().promql())
          .hasSize(2);
    }
  }

  @Test
  void whereSecretsAreIsSaidButNotWhatTheyAre() throws Exception {
    Path file = Files.writeString(folder.resolve("secret"), "very secret");
    PrometheusLogin login =
        new PrometheusLogin(
            Optional.empty(),
            Optional.of("me: \"too\""),
            Optional.of(SecretPlace.file(file)),
            Optional.of(
                new TlsFiles(
                    Optional.empty(),
                    Optional.of(folder.resolve("client.pem")),
                    Optional.of(folder.resolve("client.key")),
                    Optional.empty(),
                    Optional.empty())));
    MutualTls.makeFiles(folder);
    ProposedConfig proposal =
        new ProposedConfig(
            request(login),
            MINUTE,
            List.of(),
            List.of(),
            List.of(new ProposedKpi(new KpiQuery("a", "a"), "a")),
            List.of(),
            List.of(),
            Map.of(),
            new FailureLog(List.of()),
            Optional.of(folder.resolve("m.mild")),
            Optional.of(folder.resolve("f.csv")));

    SystemConfig system = read(proposal).systems().get(0);
    SourceConfig.Prometheus source = (SourceConfig.Prometheus) system.source();

    assertThat(proposal.text(NOW)).doesNotContain("very secret").contains("secret");
    assertThat(source.user()).contains("me: \"too\"");
    assertThat(source.password().orElseThrow().value()).isEqualTo("very secret");
    assertThat(source.tls()).contains(Tls.read("", login.tls().orElseThrow()));
    assertThat(system.model()).contains(folder.resolve("m.mild"));
    assertThat(system.training().failures()).contains(folder.resolve("f.csv"));
  }

  private ServerConfig read(ProposedConfig proposal) throws Exception {
    Path file = Files.writeString(folder.resolve("mild.yaml"), proposal.text(NOW));
    return ServerConfig.read(file);
  }

  private SetupRequest request(PrometheusLogin login) {
    return new SetupRequest(
        URI.create("http://127.0.0.1:9090/prom"),
        login,
        "shop",
        folder.resolve("mild.yaml"),
        SetupRequest.DEFAULT_PAST,
        Optional.empty(),
        SetupRequest.DEFAULT_KPIS,
        Pattern.compile(".*"),
        true);
  }
}
