package io.mild.scaling.balance;

import static org.assertj.core.api.Assertions.assertThat;

import io.mild.scaling.balance.Dispatcher.Member;
import io.mild.scaling.balance.Dispatcher.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class DispatcherTest {
  private final RandomGenerator random = new SplittableRandom(1);
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5); // a clock may overflow
  private final Dispatcher<String> dispatcher =
      new Dispatcher<>(new LeastLoaded(random), Endpoints.Settings.DEFAULT, nanos::get);

  @Test
  void nobodyIsChosenWhereNobodyIs() {
    assertThat(dispatcher.choose()).isEmpty();
  }

  @Test
  void whatIsSentAndNotAnsweredIsLoad() {
    Request one = dispatcher.addWarm("a").sent();
    Member<String> b = dispatcher.addWarm("b");
    assertThat(chosen()).isEqualTo("b");

    b.sent();
    one.answered(true);
    assertThat(chosen()).isEqualTo("a");
  }

  @Test
  void whoFailsFastDoesNotAttractTraffic() {
    Member<String> a = dispatcher.addWarm("a");
    dispatcher.addWarm("b");
    a.sent().answered(false);
    assertThat(chosen()).isEqualTo("b");
    nanos.addAndGet(1);
    a.sent().answered(true);
    assertThat(chosen()).isEqualTo("b");
  }

  @Test
  void whoGivesUpWaitingSaysNothingOfTheEndpoint() {
    Member<String> a = dispatcher.addWarm("a");
    dispatcher.addWarm("b").sent();
    a.sent().ended();
    assertThat(chosen()).isEqualTo("a");
  }

  @Test
  void aRequestEndsOnce() {
    Member<String> a = dispatcher.addWarm("a");
    dispatcher.addWarm("b").sent();
    Request first = a.sent();
    first.answered(true);
    first.answered(true);
    first.ended();
    a.sent();
    a.sent();
    assertThat(chosen()).as("two in flight at a, not one or none").isEqualTo("b");
  }

  @Test
  void whoJoinsStartsSlowly() {
    dispatcher.addWarm("a").sent();
    dispatcher.join("b");
    assertThat(chosen()).isEqualTo("a");
    nanos.addAndGet(31_000_000_000L);
    assertThat(chosen()).isEqualTo("b");
  }

  @Test
  void whatWhoLeftOwesIsNotTakenForAnothers() {
    Member<String> a = dispatcher.addWarm("a");
    Request owed = a.sent();
    assertThat(a.leave()).isTrue();
    assertThat(a.leave()).isFalse();
    dispatcher.addWarm("b").sent();
    dispatcher.addWarm("c");
    owed.answered(false);
    assertThat(chosen()).isEqualTo("c");

    Member<String> d = dispatcher.addWarm("d"); // may have a's number now
    dispatcher.choose().orElseThrow().sent();
    dispatcher.choose().orElseThrow().sent();
    d.sent();
    d.leave();
    assertThat(chosen()).as("b and c, each with one").isIn("b", "c");
  }

  @Test
  void onlyPrequalProbesAndHearsTheAnswers() {
    Member<String> alone = dispatcher.addWarm("a");
    dispatcher.choose();
    assertThat(dispatcher.probes()).isEmpty();
    alone.probed(new LoadReport(1, 1));

    Dispatcher<String> probing =
        new Dispatcher<>(new Prequal(random), Endpoints.Settings.DEFAULT, nanos::get);
    Member<String> slow = probing.addWarm("slow");
    Member<String> fast = probing.addWarm("fast");
    Member<String> gone = probing.addWarm("gone");
    probing.choose();
    assertThat(probing.probes()).hasSize(3);
    gone.leave();
    gone.probed(new LoadReport(0, 0.001));
    slow.probed(new LoadReport(1, 0.2));
    fast.probed(new LoadReport(1, 0.1));
    assertThat(probing.choose()).containsSame(fast);
  }

  @Test
  void manyThreadsLoseNoRequest() throws Exception {
    List<Member<String>> members = List.of(dispatcher.addWarm("a"), dispatcher.addWarm("b"));
    ExecutorService threads = Executors.newFixedThreadPool(4);
    List<Future<?>> done = new ArrayList<>();
    for (int thread = 0; thread < 4; thread++) {
      done.add(
          threads.submit(
              () -> {
                for (int i = 0; i < 2_000; i++) {
                  dispatcher.choose().orElseThrow().sent().answered(true);
                }
              }));
    }
    for (Future<?> each : done) {
      each.get();
    }
    threads.shutdown();

    members.get(0).sent();
    assertThat(chosen()).as("a has one in flight, b none").isEqualTo("b");
    members.get(1).sent();
    members.get(1).sent();
    assertThat(chosen()).isEqualTo("a");
  }

  private String chosen() {
    return dispatcher.choose().orElseThrow().endpoint();
  }
}
