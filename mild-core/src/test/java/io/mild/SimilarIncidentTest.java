package io.mild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mild.data.Failure;
import io.mild.explanation.KpiImportance;
import io.mild.explanation.SimilarIncident;
import io.mild.internal.model.PastFailure;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimilarIncidentTest {
  private static final Instant THEN = Instant.parse("2026-04-01T00:00:00Z");

  private static PastFailure past(
      String incident, String intent, double[] contributions, double[] deviations) {
    return new PastFailure(
        incident, intent, "kind of " + incident, THEN, contributions, deviations);
  }

  /** Cosines of 45° and of 0°: (0.7071 + 1) / 2. */
  @Test
  void similarityIsTheMeanOfTheCosinesOfContributionsAndDeviations() {
    PastFailure past = past("1", "api", new double[] {0.5, 0}, new double[] {3, 4});

    assertThat(past.similarity(new double[] {0.2, 0.2}, new double[] {6, 8}))
        .isCloseTo((Math.sqrt(0.5) + 1) / 2, within(1e-12));
    assertThat(past.similarity(new double[] {0, 0}, new double[] {-3, -4})).isEqualTo(-0.5);
  }

  @Test
  void theMostAlikeComesFirst() {
    Mild mild =
        Mild.of(
            HandMade.simple()
                .model()
                .withPast(
                    List.of(
                        past("depths", "orders", new double[] {0, 1}, new double[] {0, 1}),
                        past("loads", "api", new double[] {1, 0}, new double[] {1, 0}))));
    List<SimilarIncident> similar = Feed.warm(mild).row(2, 0).similarIncidents("api", 5);

    assertThat(similar).extracting(SimilarIncident::incident).containsExactly("loads", "depths");
    assertThat(similar.get(0).toString()).startsWith("loads of 2026-04-01T00:00:00Z: api, kind of");
    assertThat(Feed.warm(mild).row(2, 0).alerts().get(0).toText())
        .contains("api risk 1.000", "api root-cause probability 0.500", "similar: loads");
  }

  /** What ramps before failures of api is the latency, and the errors. */
  @Test
  void aTrainedModelRemembersItsFailuresAndWhatMatteredToThem() {
    Mild mild = SmallService.mild();
    long known =
        SmallService.failures().failures().stream()
            .filter(failure -> failure.role() != Failure.Role.VICTIM)
            .count();

    assertThat(mild.model().explanationModel().past()).hasSize((int) known);
    assertThat(mild.importance("api").get(0).kpi()).isIn("latency", "errors");
    assertThat(mild.importance("api"))
        .isSortedAccordingTo(Comparator.comparingDouble(kpi -> -kpi.importance()));
    assertThat(mild.importance("api").stream().mapToDouble(KpiImportance::share).sum())
        .isCloseTo(1, within(1e-9));
  }

  @Test
  void aModelThatRemembersNothingFindsNothing() {
    assertThat(Feed.of(HandMade.simple()).row(2, 0).similarIncidents("api", 3)).isEmpty();
    assertThat(HandMade.simple().importance("api")).isEmpty();
  }
}
