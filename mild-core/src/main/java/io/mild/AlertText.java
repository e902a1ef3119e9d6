package io.mild;

import io.mild.explanation.Explanation;
import io.mild.explanation.SimilarIncident;
import java.util.List;

/** All that is known of an alert or an incident, for a person. */
final class AlertText {
  private AlertText() {}

  static String of(
      String headline, Explanation risk, Explanation rootCause, List<SimilarIncident> similar) {
    StringBuilder text = new StringBuilder(headline).append(System.lineSeparator());
    text.append(risk.toText()).append(rootCause.toText());
    for (SimilarIncident incident : similar) {
      text.append("similar: ").append(incident).append(System.lineSeparator());
    }
    return text.toString();
  }
}
