package io.mild.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FloorClaimsTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  private final FloorClaims claims = new FloorClaims();

  @Test
  void theHighestClaimCountsUntilItExpiresAndThenTheNext() {
    put("risk", 6, 600, 0);
    put("predictive", 8, 300, 0);

    assertThat(highest(0)).contains(floor(8, 300));
    assertThat(highest(300)).contains(floor(6, 600));
    assertThat(highest(600)).isEmpty();
  }

  @Test
  void aClaimRisesAndDoesNotFallBeforeItExpires() {
    put("predictive", 6, 300, 0);
    put("predictive", 4, 360, 60);
    assertThat(highest(60)).contains(floor(6, 300));
    put("predictive", 9, 420, 120);
    assertThat(highest(120)).contains(floor(9, 420));
  }

  @Test
  void theSameClaimAgainLastsLonger() {
    put("risk", 6, 300, 0);
    put("risk", 6, 600, 60);

    assertThat(highest(60)).contains(floor(6, 600));
  }

  @Test
  void whatHoldsOnlyNowIsNoClaim() {
    put("hpa", 9, 0, 0);

    assertThat(highest(0)).isEmpty();
  }

  @Test
  void aClaimOfWhatThereIsAnywayIsNone() {
    put("risk", 2, 600, 0);

    assertThat(highest(0)).isEmpty();
  }

  @Test
  void whatWasAskedForBecauseOfAnIncidentIsLetGoWithIt() {
    put("risk", 6, 600, 0, "a", "b");
    put("goal", 4, 600, 0);
    claims.letGo(Set.of("a"));
    assertThat(highest(0)).contains(floor(6, 600));
    assertThat(claims.incidents(2, NOW)).containsExactly("b");
    assertThat(claims.incidents(6, NOW)).as("of what the service has anyway").isEmpty();

    claims.letGo(Set.of("b", "c"));
    assertThat(highest(0)).contains(floor(4, 600));
  }

  @Test
  void theSameClaimIsBecauseOfAllIncidentsThatMadeIt() {
    put("risk", 6, 300, 0, "a");
    put("risk", 6, 600, 60, "b");
    put("risk", 4, 900, 60, "c");

    assertThat(claims.incidents(2, NOW)).containsExactlyInAnyOrder("a", "b");
  }

  private void put(String policy, int replicas, int until, int now, String... incidents) {
    claims.put(
        new Recommendation(
            policy,
            replicas,
            false,
            NOW.plusSeconds(until),
            List.of(),
            List.of(),
            Optional.empty(),
            Set.of(incidents)),
        NOW.plusSeconds(now));
  }

  private Optional<Floor> highest(int now) {
    return claims.highest("checkout", 2, "d", NOW.plusSeconds(now));
  }

  private static Floor floor(int replicas, int expires) {
    return new Floor("checkout", replicas, "d", NOW.plusSeconds(expires));
  }
}
