package io.mild.scaling.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.LoadBalancerProvider;
import io.grpc.LoadBalancerRegistry;
import io.grpc.NameResolver.ConfigOrError;
import io.grpc.Status;
import io.mild.scaling.balance.Endpoints;
import io.mild.scaling.balance.Prequal;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BalancerProviderTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "mild_prequal",
        "mild_least_loaded",
        "mild_two_choices",
        "mild_peak_ewma",
        "mild_weighted"
      })
  void grpcFindsEachPolicyByItsName(String name) {
    assertThat(provider(name).getPolicyName()).isEqualTo(name);
    assertThat(provider(name).parseLoadBalancingPolicyConfig(Map.of()).getConfig())
        .asString()
        .containsIgnoringCase(name.substring("mild_".length()));
  }

  @Test
  void whatIsNotSetHasItsDefault() {
    assertThat(parsed("mild_prequal", Map.of()).getConfig())
        .isEqualTo(
            new PolicyConfig(
                Policy.PREQUAL, Endpoints.Settings.DEFAULT, Prequal.Settings.DEFAULT, 0.1));
  }

  @Test
  void settingsAreReadAsAServiceConfigHasThem() {
    Map<String, Object> settings =
        Map.ofEntries(
            Map.entry("slowStart", "12s"),
            Map.entry("errorPenalty", "0.5s"),
            Map.entry("latencyMemory", "7s"),
            Map.entry("probes", 2.5),
            Map.entry("removals", 0.5),
            Map.entry("pool", 8.0),
            Map.entry("maxAge", "0.25s"),
            Map.entry("probeTimeout", "0.02s"),
            Map.entry("hot", 0.9),
            Map.entry("growth", 2.0));

    assertThat(parsed("mild_prequal", settings).getConfig())
        .isEqualTo(
            new PolicyConfig(
                Policy.PREQUAL,
                new Endpoints.Settings(7, 0.5, 12),
                new Prequal.Settings(2.5, 0.5, 8, 0.25, 0.9, 2),
                0.02));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "probes    | three | mild_prequal: probes must be a number, but was three",
        "probes    | -1    | mild_prequal: probes must be above zero, but was -1.0",
        "pool      | 2.5   | mild_prequal: pool must be a whole number, but was 2.5",
        "maxAge    | 1     | mild_prequal: maxAge must be a duration such as \"1.5s\", but was 1.0",
        "probeTimeout | 0s | mild_prequal: probeTimeout must be above zero, but was 0.0",
        "slowStart | -3s   | mild_prequal: slowStart must be a duration such as \"1.5s\", but was"
            + " -3s",
        "probe     | 3     | mild_prequal: unknown setting probe; known are [errorPenalty, growth,"
            + " hot, latencyMemory, maxAge, pool, probeTimeout, probes, removals, slowStart]"
      })
  void whatIsWrongIsNamed(String name, String text, String message) {
    Object value = text.matches("-?[0-9.]+") ? (Object) Double.valueOf(text) : text;
    Status error = parsed("mild_prequal", Map.of(name, value)).getError();

    assertThat(error.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(error.getDescription()).isEqualTo(message);
  }

  @Test
  void onlyPrequalKnowsProbes() {
    assertThat(parsed("mild_weighted", Map.of("probes", 3.0)).getError().getDescription())
        .isEqualTo(
            "mild_weighted: unknown setting probes; known are [errorPenalty, latencyMemory,"
                + " slowStart]");
  }

  private static ConfigOrError parsed(String policy, Map<String, ?> settings) {
    return provider(policy).parseLoadBalancingPolicyConfig(settings);
  }

  private static LoadBalancerProvider provider(String name) {
    return LoadBalancerRegistry.getDefaultRegistry().getProvider(name);
  }
}
