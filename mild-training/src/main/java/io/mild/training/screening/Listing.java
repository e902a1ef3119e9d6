package io.mild.training.screening;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Findings of one kind in a sentence, the first {@value #MOST} of them in full. */
final class Listing {
  static final int MOST = 5;

  private Listing() {}

  /** Nothing, or {@code before: one; two; and 3 more (after)}. */
  static Optional<String> told(String before, List<String> findings, String after) {
    if (findings.isEmpty()) {
      return Optional.empty();
    }
    int left = findings.size() - MOST;
    return Optional.of(
        "%s: %s%s (%s)"
            .formatted(
                before,
                String.join("; ", findings.subList(0, Math.min(MOST, findings.size()))),
                left > 0 ? "; and " + left + " more" : "",
                after));
  }

  /** To three digits. */
  static String number(double value) {
    double size = Math.abs(value);
    return size == Math.rint(value) && size < 1e6
        ? String.format(Locale.ROOT, "%.0f", value)
        : String.format(Locale.ROOT, size >= 1e6 || size < 1e-3 ? "%.2e" : "%.3g", value);
  }
}
