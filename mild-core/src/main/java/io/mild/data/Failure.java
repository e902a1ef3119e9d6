package io.mild.data;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One intent's failure, as a failure log has it: of which incident, when, and in which role.
 *
 * <p>Immutable. What is not known of it is left out:
 *
 * <pre>{@code
 * Failure.of("INC-17", "api", Instant.parse("2026-03-01T10:00:00Z"))
 *     .withOnset(Instant.parse("2026-03-01T07:40:00Z"))
 *     .withRole(Failure.Role.ROOT);
 * }</pre>
 */
public final class Failure {
  /** What an intent was in an incident. */
  public enum Role {
    /** The intent that the incident came from. */
    ROOT,
    /** An intent that failed because another did. */
    VICTIM,
    /** Nobody said. */
    UNKNOWN
  }

  private final String incident;
  private final String intent;
  private final Instant time;
  private final @Nullable Instant onset;
  private final @Nullable Instant recovered;
  private final Role role;
  private final String kind;

  private Failure(
      String incident,
      String intent,
      Instant time,
      @Nullable Instant onset,
      @Nullable Instant recovered,
      Role role,
      String kind) {
    if (intent.isBlank()) {
      throw new IllegalArgumentException("the intent of incident '" + incident + "' has no name");
    }
    if (onset != null && !onset.isBefore(time)) {
      throw new IllegalArgumentException(
          "onset %s is not before the failure at %s".formatted(onset, time));
    }
    if (recovered != null && recovered.isBefore(time)) {
      throw new IllegalArgumentException(
          "recovered at %s, before the failure at %s".formatted(recovered, time));
    }
    this.incident = incident;
    this.intent = intent;
    this.time = time;
    this.onset = onset;
    this.recovered = recovered;
    this.role = role;
    this.kind = kind;
  }

  /**
   * A failure of unknown onset, recovery, role and kind.
   *
   * @param incident what failures of one incident share
   * @param intent the intent that failed
   * @param time when it failed
   * @throws IllegalArgumentException if the intent is blank
   */
  public static Failure of(String incident, String intent, Instant time) {
    return new Failure(incident, intent, time, null, null, Role.UNKNOWN, "");
  }

  /**
   * The same with the time at which the drift towards it began.
   *
   * @throws IllegalArgumentException if it is not before the failure
   */
  public Failure withOnset(Instant onset) {
    return new Failure(incident, intent, time, onset, recovered, role, kind);
  }

  /**
   * The same with the time at which the service was well again.
   *
   * @throws IllegalArgumentException if it is before the failure
   */
  public Failure withRecovery(Instant recovered) {
    return new Failure(incident, intent, time, onset, recovered, role, kind);
  }

  /** The same with the intent's role in the incident. */
  public Failure withRole(Role role) {
    return new Failure(incident, intent, time, onset, recovered, role, kind);
  }

  /** The same with a kind, a word of the operator's own. */
  public Failure withKind(String kind) {
    return new Failure(incident, intent, time, onset, recovered, role, kind);
  }

  /** What failures of one incident share. */
  public String incident() {
    return incident;
  }

  /** The intent that failed. */
  public String intent() {
    return intent;
  }

  /** When it failed. */
  public Instant time() {
    return time;
  }

  /** When the drift towards it began, if known. */
  public Optional<Instant> onset() {
    return Optional.ofNullable(onset);
  }

  /** When the service was well again, if known. */
  public Optional<Instant> recovered() {
    return Optional.ofNullable(recovered);
  }

  /** The intent's role in the incident. */
  public Role role() {
    return role;
  }

  /** The operator's word for this kind of failure; may be empty. */
  public String kind() {
    return kind;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Failure that
        && incident.equals(that.incident)
        && intent.equals(that.intent)
        && time.equals(that.time)
        && Objects.equals(onset, that.onset)
        && Objects.equals(recovered, that.recovered)
        && role == that.role
        && kind.equals(that.kind);
  }

  @Override
  public int hashCode() {
    return Objects.hash(incident, intent, time, onset, recovered, role, kind);
  }

  @Override
  public String toString() {
    return "Failure[%s of %s at %s, %s]".formatted(incident, intent, time, role);
  }
}
