package io.mild.alerting.incident;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Stories of several alerts: which of them are one incident. */
class CauseGroupingTest {
  private final Story story = Story.of("api", "orders", "stock");

  @Test
  void alertsOfOneCauseAreOneIncident() {
    story.root("orders", 0.9).on("api").pass(30).on("orders").pass(30).on("stock").pass(30);

    assertThat(story.told())
        .containsExactly("0 OPENED! orders", "30 REVISED INTENTS+SEVERITY", "60 REVISED INTENTS");
    assertThat(story.latest().intents()).containsExactly("api", "orders", "stock");
    assertThat(story.events().get(1).why())
        .isEqualTo("orders alerts, of which orders is named as the cause; it is MEDIUM");
  }

  /** The verdict on "api" was clear for a span of ten rows before "stock" was named and alerted. */
  @Test
  void anAlertThatIsItsOwnCauseBesideASettledOneIsAnIncidentOfItsOwn() {
    story.root("api", 0.9).on("api").pass(30).root("stock", 0.9).on("stock").pass(30);

    assertThat(story.told()).containsExactly("0 OPENED! api", "30 OPENED! stock");
    assertThat(story.life().incidents())
        .extracting(TrackedIncident::rootCause)
        .containsExactly("api", "stock");
  }

  @Test
  void anAlertWhoseCauseIsKnownToBeRelatedBelongsToItsIncident() {
    Story related = story.where("stock", "orders").where("orders", "api");
    related.root("api", 0.9).on("api").pass(30).root("stock", 0.9).on("stock").pass(1);

    assertThat(related.told())
        .startsWith("0 OPENED! api", "30 REVISED INTENTS+ROOT_CAUSE+SEVERITY");
  }

  @Test
  void anAlertBelongsToAnIncidentWhoseCauseIsNotSettled() {
    story.root("api", 0.9).on("api").pass(9).root("stock", 0.9).on("stock").pass(1);

    assertThat(story.told())
        .containsExactly("0 OPENED! api", "9 REVISED INTENTS+ROOT_CAUSE+SEVERITY");
  }

  /** 0.5, and 0.25 for each of the others. */
  @Test
  void anAlertBelongsToAnIncidentWhoseCauseMayBeItsOwnWhereTheVerdictIsNotSure() {
    story.root("api", 0.9).on("api").pass(30).root("stock", 0.5).on("stock").pass(1);

    assertThat(story.told()).startsWith("0 OPENED! api", "30 REVISED INTENTS+ROOT_CAUSE+SEVERITY");
  }

  /** From row 30 on "stock" is named; a span of ten rows later it is the cause. */
  @Test
  void aSettledCauseGivesWayToOneThatIsClearlyNamedForASpan() {
    story.root("api", 0.9).on("api").pass(30).root("stock", 0.9).pass(9);
    assertThat(story.life().incidents().get(0).rootCause()).isEqualTo("api");
    story.pass(1);

    assertThat(story.told()).containsExactly("0 OPENED! api", "39 REVISED ROOT_CAUSE");
    assertThat(story.events().get(1).why())
        .isEqualTo("the root cause is stock (0.90) rather than api");
    assertThat(story.on("stock").pass(1).told()).endsWith("40 REVISED INTENTS+SEVERITY");
  }

  @Test
  void theVerdictOnOneIncidentDoesNotReviseTheOther() {
    story.root("api", 0.9).on("api").pass(30).root("stock", 0.9).on("stock").pass(100);

    assertThat(story.life().incidents())
        .extracting(TrackedIncident::rootCause)
        .containsExactly("api", "stock");
  }

  @Test
  void alertsThatWereOfTwoIncidentsAreClosedEachForItself() {
    Story judged = story.withOutcomes();
    judged.root("api", 0.9).on("api").pass(30).root("stock", 0.9).on("stock").pass(10);
    judged.failed("stock").off("api", "stock").pass(200);

    assertThat(judged.told())
        .containsExactly(
            "0 OPENED! api",
            "30 OPENED! stock",
            "40 REVISED FAILURES+SEVERITY",
            "69 CLOSED FAILED",
            "180 CLOSED FALSE_ALARM");
  }

  /** Of the two that wait, only "api" alerted; the failure of "orders" may be either's. */
  @Test
  void aFailureOfAnIntentThatDidNotAlertIsOneOfWhatIsOpen() {
    Story judged = story.withOutcomes().on("api").pass(30).failed("orders").off("api").pass(60);

    assertThat(judged.latest().closing()).contains(Closing.FAILED);
    assertThat(judged.latest().failures())
        .extracting(FailureFact::intent)
        .containsExactly("orders");
  }

  @Test
  void relationsReachOverOthersAndThroughCircles() {
    CauseRelation relation =
        new CauseRelation(
            Map.of("api", Set.of("orders"), "orders", Set.of("stock"), "stock", Set.of("orders")));

    assertThat(relation.affects("stock", "api")).isTrue();
    assertThat(relation.affects("orders", "orders")).isTrue();
    assertThat(relation.affects("api", "stock")).isFalse();
    assertThat(CauseRelation.NONE.affects("api", "stock")).isFalse();
  }

  /** The same intents and root of any stream, whatever its past; another root is another. */
  @Test
  void theFingerprintIsOfTheIntentsAndTheRootThatItOpenedWith() {
    String first = story.on("api").pass(1).latest().fingerprint();
    Story other = Story.of("api", "orders", "stock").miss(77).on("api").pass(1);

    assertThat(other.latest().fingerprint()).isEqualTo(first).matches("[0-9a-f]{16}");
    assertThat(other.latest().id()).isNotEqualTo(story.latest().id());
    Story another = Story.of("api", "orders", "stock").root("stock", 0.9).on("api").pass(1);
    assertThat(another.latest().fingerprint()).isNotEqualTo(first);
    story.root("stock", 0.9).on("stock").pass(20);
    assertThat(story.latest().fingerprint()).isEqualTo(first);
  }

  /** The vectors of the authors' own test suite. */
  @Test
  void theFingerprintIsFnv1aOf64Bits() {
    assertThat(Fingerprint.hash("")).isEqualTo("cbf29ce484222325");
    assertThat(Fingerprint.hash("a")).isEqualTo("af63dc4c8601ec8c");
    assertThat(Fingerprint.hash("foobar")).isEqualTo("85944171f73967e8");
  }
}
