package io.mild.scaling;

import io.mild.scaling.Decision.Block;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The one place that every change passes on its way to the actuator: what the policies want is cut
 * to what the {@link SafetyLimits}, the mode, the kill switch and a pause allow, and what may not
 * shrink is held.
 *
 * <ol>
 *   <li>Kill switch, or mode OFF: no floor, and what holds is taken back.
 *   <li>Pause: nothing changes.
 *   <li>A rise beyond what holds or runs obeys step, cool-down and flap budget.
 *   <li>What that costs beyond a plain autoscaler obeys the budget of replica-hours.
 *   <li>A freeze holds what holds or runs; that adds no replica, so only the range bounds it.
 *   <li>Range, warm-up, expiry.
 * </ol>
 *
 * <p>A clock that is set back or ahead is met as a start is: nothing is lowered until it is warm
 * again, nothing waits for a time that the clock has yet to come to again, and no floor lives
 * longer for it than it may.
 *
 * <p>One thread at a time, but for {@link #pause}.
 */
final class SafetyGovernor {
  private static final Duration HOUR = Duration.ofHours(1);

  private final Mode mode;
  private final SafetyLimits limits;
  private final BooleanSupplier killSwitch;
  private final ReplicaHours spent = new ReplicaHours();
  private final Map<String, Memory> memories = new HashMap<>();
  private volatile Instant pausedUntil = Instant.MIN;
  private @Nullable Instant started;
  private @Nullable Instant ruled; // latest
  private boolean wasLate;

  /**
   * What is left of it.
   *
   * @param granted the floor that may hold
   * @param isAsked whether that is what policies asked for, whole or cut, and more than there would
   *     be without; not if a freeze or the warm-up holds it alone
   * @param blocks what cut or held it
   */
  record Ruling(Optional<Floor> granted, boolean isAsked, List<Block> blocks) {}

  /** What is remembered of a service. */
  private static final class Memory {
    Instant raised = Instant.MIN;
    Instant ruled = Instant.MAX;
    boolean grows; // whether the latest ruling asked for more than ran
    int frozen; // the most that held or ran since the freeze began; 0 while there is none
    final List<Instant> changes = new ArrayList<>();
  }

  /**
   * A governor.
   *
   * @param killSwitch asked at each decision; while it says so, MILD's hands are off
   */
  SafetyGovernor(Mode mode, SafetyLimits limits, BooleanSupplier killSwitch) {
    this.mode = mode;
    this.limits = limits;
    this.killSwitch = killSwitch;
  }

  Mode mode() {
    return mode;
  }

  SafetyLimits limits() {
    return limits;
  }

  /** Nothing is changed before that time. Any thread's. */
  void pause(Instant until) {
    pausedUntil = until;
  }

  boolean isPaused(Instant now) {
    return now.isBefore(pausedUntil);
  }

  Ruling rule(Proposal proposal) {
    Instant now = proposal.now();
    notice(now);
    Memory memory = memories.computeIfAbsent(proposal.service(), service -> new Memory());
    account(proposal, memory);

    List<Block> blocks = new ArrayList<>();
    if (killSwitch.getAsBoolean()) {
      blocks.add(new Block(Safeguard.KILL_SWITCH, "the kill switch is pulled: no floor may hold"));
      return new Ruling(Optional.empty(), false, blocks);
    }
    if (mode == Mode.OFF) {
      blocks.add(new Block(Safeguard.MODE, "the mode is OFF: no floor may hold"));
      return new Ruling(Optional.empty(), false, blocks);
    }
    if (isPaused(now)) {
      blocks.add(new Block(Safeguard.PAUSE, "nothing is changed before " + pausedUntil));
      return new Ruling(proposal.before(), false, blocks);
    }
    int held = proposal.before().map(Floor::replicas).orElse(0);
    int risen = rise(proposal, memory, held, blocks);
    int afforded = afford(proposal, risen, blocks);
    int frozen = freeze(proposal, memory, held, blocks);
    int level = clamp(proposal, Math.max(afforded, frozen), blocks);
    if (level < held && now.isBefore(warmUntil())) {
      blocks.add(
          new Block(
              Safeguard.WARM_UP,
              "a floor of %d is not lowered before %s".formatted(held, warmUntil())));
      level = held;
    }
    memory.grows = level > Math.max(held, proposal.state().desired());
    Optional<Floor> granted =
        level <= proposal.range().min()
            ? Optional.empty()
            : Optional.of(floor(proposal, level, held, blocks));
    if (mode == Mode.ADVISE && !granted.equals(proposal.before())) {
      blocks.add(new Block(Safeguard.MODE, "the mode is ADVISE: this is told and not done"));
    }
    return new Ruling(granted, level > base(proposal) && level <= afforded, blocks);
  }

  /**
   * Looks whether a clock was set, or nobody has decided for longer than a freeze lives: what is
   * known is then as good as after a start. A loop that is always so slow starts but once.
   */
  private void notice(Instant now) {
    if (ruled == null) {
      started = now;
    } else if (!now.equals(ruled)) {
      boolean isBack = !now.isAfter(ruled.minus(limits.staleAge()));
      boolean isLate = now.isAfter(ruled.plus(limits.freezeLifetime()));
      if (isBack || isLate && !wasLate) {
        started = now;
      }
      if (isBack) {
        memories.clear(); // cool-downs and changes of a time that is not over yet
      }
      wasLate = isLate;
    }
    ruled = now;
  }

  private Instant warmUntil() {
    return started == null ? Instant.MIN : started.plus(limits.warmUp());
  }

  /**
   * What is left of it.
   *
   * @param granted the resize that may hold
   * @param blocks what cut or held it
   */
  record ResizeRuling(Optional<Resize> granted, List<Block> blocks) {}

  /**
   * What replicas may have more of. Mode, kill switch and pause are as for floors.
   *
   * @param before that holds
   * @param wanted that the policies want
   */
  ResizeRuling rule(Instant now, Optional<Resize> before, Optional<Resize> wanted) {
    List<Block> blocks = new ArrayList<>();
    if (mode == Mode.OFF || killSwitch.getAsBoolean()) {
      return new ResizeRuling(Optional.empty(), blocks); // which the ruling on floors explains
    }
    if (isPaused(now)) {
      return new ResizeRuling(before, blocks);
    }
    Optional<Resize> granted = wanted.flatMap(resize -> bounded(now, before, resize, blocks));
    if (granted.isEmpty() && before.isPresent() && now.isBefore(warmUntil())) {
      blocks.add(new Block(Safeguard.WARM_UP, "replicas stay as they are until " + warmUntil()));
      return new ResizeRuling(before, blocks);
    }
    if (mode == Mode.ADVISE && !granted.equals(before)) {
      blocks.add(new Block(Safeguard.MODE, "the mode is ADVISE: replicas are not resized"));
    }
    return new ResizeRuling(granted, blocks);
  }

  private Optional<Resize> bounded(
      Instant now, Optional<Resize> before, Resize wanted, List<Block> blocks) {
    double factor = Math.min(wanted.factor(), limits.resize());
    if (factor < wanted.factor()) {
      blocks.add(
          new Block(
              Safeguard.RESIZE,
              "%.2f times what a replica was made with are more than %.2f"
                  .formatted(wanted.factor(), limits.resize())));
    }
    if (factor <= 1) {
      return Optional.empty();
    }
    Instant latest = now.plus(limits.floorLifetime());
    Instant expires = earlier(wanted.expires(), latest);
    boolean isHeld =
        before
            .filter(held -> held.resource() == wanted.resource() && held.factor() == factor)
            .filter(held -> held.expires().isAfter(now.plus(limits.freezeLifetime())))
            .filter(held -> !held.expires().isAfter(latest))
            .isPresent();
    if (isHeld) {
      return before; // it isn't written at each decision
    }
    if (wanted.expires().isAfter(latest)) {
      blocks.add(
          new Block(
              Safeguard.EXPIRY, "no replica is resized for longer than " + limits.floorLifetime()));
    }
    return Optional.of(wanted.ofFactor(factor).until(expires));
  }

  /** Remembers that a floor was changed. */
  void carriedOut(String service, Instant now, Optional<Floor> before, Optional<Floor> after) {
    int from = before.map(Floor::replicas).orElse(0);
    int to = after.map(Floor::replicas).orElse(0);
    if (from != to) {
      Memory memory = memories.computeIfAbsent(service, name -> new Memory());
      memory.changes.add(now);
      memory.raised = memory.grows ? now : memory.raised;
    }
  }

  /** Books what the floor has cost since it was last looked at: for no longer than it may live. */
  private void account(Proposal proposal, Memory memory) {
    Instant now = proposal.now();
    if (memory.ruled.isBefore(now)) {
      int extra = proposal.before().map(Floor::replicas).orElse(0) - base(proposal);
      Instant until = earlier(now, memory.ruled.plus(limits.floorLifetime()));
      spent.add(now, Math.max(0, extra) * ReplicaHours.hours(memory.ruled, until));
    }
    memory.ruled = now;
    memory.changes.removeIf(change -> !change.isAfter(now.minus(HOUR)));
  }

  private int rise(Proposal proposal, Memory memory, int held, List<Block> blocks) {
    int wanted = proposal.wanted().map(Floor::replicas).orElse(0);
    if (wanted <= held) {
      return wanted;
    }
    Instant now = proposal.now();
    Instant cool = memory.raised == Instant.MIN ? now : memory.raised.plus(limits.coolDown());
    if (now.isBefore(cool)) {
      blocks.add(
          new Block(
              Safeguard.COOL_DOWN,
              "the floor was raised at %s and is not raised to %d before %s"
                  .formatted(memory.raised, wanted, cool)));
      return held;
    }
    if (memory.changes.size() >= limits.changesPerHour()) {
      blocks.add(
          new Block(
              Safeguard.FLAPPING,
              "the floor has changed %d times within an hour and is not raised to %d"
                  .formatted(memory.changes.size(), wanted)));
      return held;
    }
    int most = Math.max(held, proposal.state().desired()) + limits.step();
    if (wanted > most) {
      blocks.add(
          new Block(
              Safeguard.STEP,
              "%d replicas are more than %d above what holds or runs: %d"
                  .formatted(wanted, limits.step(), most)));
    }
    return Math.min(wanted, most);
  }

  private int afford(Proposal proposal, int level, List<Block> blocks) {
    int extra = level - base(proposal);
    if (extra <= 0) {
      return level;
    }
    Instant expires = proposal.wanted().map(Floor::expires).orElse(proposal.now());
    double hours = ReplicaHours.hours(proposal.now(), earlier(expires, longest(proposal)));
    double left = limits.replicaHoursPerDay() - spent.of(proposal.now());
    if (extra * hours <= left) {
      return level;
    }
    int affordable = base(proposal) + (int) Math.max(0, Math.floor(left / hours));
    blocks.add(
        new Block(
            Safeguard.BUDGET,
            "%d replicas until %s would cost %.1f replica-hours of %.1f that are left today: %d"
                .formatted(level, expires, extra * hours, Math.max(0, left), affordable)));
    return affordable;
  }

  private int freeze(Proposal proposal, Memory memory, int held, List<Block> blocks) {
    List<String> reasons = new ArrayList<>(proposal.freeze());
    for (Metric metric : limits.requiredMetrics().stream().sorted().toList()) {
      if (proposal.state().isMissing(metric)) {
        reasons.add(metric + " is missing or stale");
      }
    }
    if (reasons.isEmpty()) {
      memory.frozen = 0;
      return 0;
    }
    memory.frozen = Math.max(memory.frozen, Math.max(held, proposal.state().desired()));
    blocks.add(
        new Block(
            Safeguard.FREEZE,
            "%s does not go below %d replicas: %s"
                .formatted(proposal.service(), memory.frozen, String.join("; ", reasons))));
    return memory.frozen;
  }

  private static int clamp(Proposal proposal, int level, List<Block> blocks) {
    int most = proposal.range().max();
    if (level > most) {
      blocks.add(
          new Block(
              Safeguard.RANGE, "%d replicas are more than the %d allowed".formatted(level, most)));
    }
    return Math.min(level, most);
  }

  private Floor floor(Proposal proposal, int level, int held, List<Block> blocks) {
    boolean isWanted = level <= proposal.wanted().map(Floor::replicas).orElse(0);
    Instant renewed = proposal.now().plus(limits.freezeLifetime());
    Instant expires =
        isWanted
            ? proposal.wanted().orElseThrow().expires()
            : later(renewed, proposal.frozenUntil());
    if (level == held && !isDue(proposal.before().orElseThrow(), proposal.now(), expires)) {
      return proposal.before().orElseThrow();
    }
    if (expires.isAfter(longest(proposal))) {
      blocks.add(
          new Block(
              Safeguard.EXPIRY,
              "no floor is set for longer than %s: until %s, not %s"
                  .formatted(limits.floorLifetime(), longest(proposal), expires)));
      expires = longest(proposal);
    }
    return new Floor(proposal.service(), level, proposal.decision(), expires);
  }

  /**
   * Whether a floor is to be written though it is as high as before: it is about to expire and is
   * to hold on, or it would live for too long, as when the clock was set back.
   */
  private boolean isDue(Floor floor, Instant now, Instant expires) {
    return expires.isAfter(floor.expires())
            && !floor.expires().isAfter(now.plus(limits.freezeLifetime().dividedBy(2)))
        || floor.expires().isAfter(now.plus(limits.floorLifetime()));
  }

  private Instant longest(Proposal proposal) {
    return proposal.now().plus(limits.floorLifetime());
  }

  /** What there would be without MILD. */
  private static int base(Proposal proposal) {
    return Math.max(proposal.hpaReplicas(), proposal.range().min());
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }
}
