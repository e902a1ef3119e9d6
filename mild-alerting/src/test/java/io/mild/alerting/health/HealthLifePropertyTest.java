package io.mild.alerting.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What holds of any order of inputs. */
class HealthLifePropertyTest {
  private static final HealthSettings SETTINGS =
      new HealthSettings(Duration.ofMillis(4), Duration.ofMillis(6));
  private static final List<String> SUBJECTS = List.of("", "cpu", "ram");
  private static final int STEPS = 300;

  private static String key(HealthFinding finding) {
    return finding.kind() + "/" + finding.subject();
  }

  /** A life by chance; each step is random from its own seed, so that lives can be split. */
  private static List<HealthEvent> tell(HealthLife life, long seed, int from, int to) {
    List<HealthEvent> events = new ArrayList<>();
    for (int step = from; step < to; step++) {
      SplittableRandom random = new SplittableRandom(seed * STEPS + step);
      life.advanceTo(10L * step + random.nextInt(10));
      for (HealthKind kind : HealthKind.values()) {
        int subject = random.nextInt(SUBJECTS.size());
        boolean holds = random.nextInt(4) == 0;
        int now = step;
        life.observe(kind, SUBJECTS.get(subject), holds, () -> "seen at " + now);
      }
      events.addAll(life.takeEvents());
      List<HealthFinding> findings = life.findings();
      if (!findings.isEmpty() && random.nextInt(5) == 0) {
        life.acknowledged(findings.get(random.nextInt(findings.size())));
      }
      if (random.nextInt(60) == 0) {
        life.modelReplaced();
      }
    }
    return events;
  }

  @Property(tries = 100)
  void eachIsToldOnceWhileItLastsAndClearedOnlyAfterItWasFound(@ForAll long seed) {
    HealthLife life = new HealthLife(SETTINGS);
    Map<String, HealthFinding> open = new HashMap<>();
    Set<String> acknowledged = new HashSet<>();
    for (HealthEvent event : tell(life, seed, 0, STEPS)) {
      String key = key(event.finding());
      switch (event.kind()) {
        case FOUND -> {
          assertThat(open.put(key, event.finding())).as("open before").isNull();
          acknowledged.remove(key);
        }
        case ACKNOWLEDGED -> {
          assertThat(open).containsKey(key);
          assertThat(acknowledged.add(key)).as("the first time").isTrue();
        }
        case CLEARED -> assertThat(open.remove(key)).as("found before").isNotNull();
      }
      assertThat(event.finding().since()).isBeforeOrEqualTo(event.time());
      assertThat(event.finding().evidence()).startsWith("seen at ");
    }
    assertThat(life.findings().stream().map(HealthLifePropertyTest::key))
        .containsExactlyInAnyOrderElementsOf(open.keySet());
  }

  @Property(tries = 50)
  void nothingStaysOnceAllIsWell(@ForAll long seed) {
    HealthLife life = new HealthLife(SETTINGS);
    tell(life, seed, 0, STEPS);
    for (int after = 0; after < 2; after++) {
      life.advanceTo(10L * STEPS + 10 * after);
      for (HealthKind kind : HealthKind.values()) {
        SUBJECTS.forEach(subject -> life.observe(kind, subject, false, () -> ""));
      }
    }

    assertThat(life.isQuiet()).isTrue();
    assertThat(bytes(life)).hasSize(13);
  }

  @Property(tries = 50)
  void aLifeGoesOnFromItsBytes(@ForAll long seed) throws IOException {
    HealthLife whole = new HealthLife(SETTINGS);
    HealthLife first = new HealthLife(SETTINGS);
    HealthLife second = new HealthLife(SETTINGS);
    int cut = new SplittableRandom(seed).nextInt(STEPS);

    List<HealthEvent> split = new ArrayList<>(tell(first, seed, 0, cut));
    second.resume(in(bytes(first)));
    split.addAll(tell(second, seed, cut, STEPS));

    assertThat(split).isEqualTo(tell(whole, seed, 0, STEPS));
    assertThat(bytes(second)).isEqualTo(bytes(whole));
  }

  /** A byte that changed is refused, or what comes of it goes on by the same rules. */
  @Property(tries = 100)
  void damagedBytesAreRefusedOrMakeALife(@ForAll long seed) {
    HealthLife life = new HealthLife(SETTINGS);
    tell(life, seed, 0, 40);
    byte[] bytes = bytes(life);
    SplittableRandom random = new SplittableRandom(seed);
    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    HealthLife damaged = new HealthLife(SETTINGS);
    try {
      damaged.resume(in(bytes));
    } catch (IOException refused) {
      assertThat(refused.getMessage())
          .satisfiesAnyOf(
              message -> assertThat(message).isNotBlank(), message -> assertThat(message).isNull());
      return;
    }
    damaged.restartAtAnyTime();
    damaged.advanceTo(1);
    damaged.observe(HealthKind.STALE, "cpu", true, () -> "still");
    assertThat(damaged.findings()).isNotEmpty();
  }

  @Property(tries = 1)
  void anotherVersionIsRefused() {
    assertThatThrownBy(() -> new HealthLife(SETTINGS).resume(in(new byte[] {9})))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("version 1, but was of 9");
  }

  private static DataInputStream in(byte[] bytes) {
    return new DataInputStream(new ByteArrayInputStream(bytes));
  }

  private static byte[] bytes(HealthLife life) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      life.writeTo(new DataOutputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
