package io.mild.scaling.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Channel;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Channels with policies of MILD to real servers on the loopback interface. */
class ReplicaBalancerTest {
  private final Shop a = Shop.open("a");
  private final Shop b = Shop.open("b");

  @AfterEach
  void close() {
    a.close();
    b.close();
  }

  @ParameterizedTest
  @EnumSource
  void eachPolicyUsesAllReplicas(Policy policy) throws Exception {
    try (Street street = Street.of(policy.policyName(), Map.of(), a, b)) {
      awaitBoth(street.channel());
      if (policy != Policy.PEAK_EWMA) { // which leaves alone who was slow, as a first call is
        assertThat(sellers(street.channel(), 100)).containsOnlyKeys("a", "b");
      }
    }
  }

  @Test
  void aCallGoesToWhoHasNoneInFlight() throws Exception {
    try (Street street = Street.of("mild_least_loaded", Map.of(), a, b)) {
      awaitBoth(street.channel());
      a.hold();
      Future<String> held = buyAt(a, street.channel());
      assertThat(sellers(street.channel(), 20)).containsOnlyKeys("b");

      a.release();
      assertThat(held.get(10, TimeUnit.SECONDS)).isEqualTo("a");
      assertThat(sellers(street.channel(), 40)).containsOnlyKeys("a", "b");
    }
  }

  @Test
  void aCancelledCallIsLoadNoMore() throws Exception {
    try (Street street = Street.of("mild_least_loaded", Map.of(), a, b)) {
      awaitBoth(street.channel());
      a.hold();
      Future<String> held = buyAt(a, street.channel());
      assertThat(sellers(street.channel(), 20)).containsOnlyKeys("b");

      held.cancel(true);
      a.release();
      assertThat(sellers(street.channel(), 40)).containsOnlyKeys("a", "b");
    }
  }

  @Test
  void whoFailsFastDoesNotAttractCalls() throws Exception {
    Map<String, String> longRemembered = Map.of("errorPenalty", "3600s");
    try (Street street = Street.of("mild_least_loaded", longRemembered, a, b)) {
      awaitBoth(street.channel());
      a.answer(Status.UNAVAILABLE);
      Map<String, Integer> sellers = sellers(street.channel(), 40);
      assertThat(sellers).containsEntry("b", 39).containsEntry("UNAVAILABLE", 1);
    }
  }

  @Test
  void whoseCallerIsWrongIsWell() throws Exception {
    Map<String, String> longRemembered = Map.of("errorPenalty", "3600s");
    try (Street street = Street.of("mild_least_loaded", longRemembered, a, b)) {
      awaitBoth(street.channel());
      a.answer(Status.NOT_FOUND);
      assertThat(sellers(street.channel(), 60).get("NOT_FOUND")).isGreaterThan(10);
    }
  }

  @Test
  void whoCannotBeReachedIsLeftOut() throws Exception {
    try (Street street = Street.to("mild_two_choices", closed(), a.address(), closed())) {
      assertThat(sellers(street.channel(), 20)).containsOnly(Map.entry("a", 20));
    }
  }

  @Test
  void whereNobodyCanBeReachedACallFailsOrWaitsAsItWishes() throws Exception {
    InetSocketAddress later = closed();
    try (Street street = Street.to("mild_prequal", later)) {
      assertThatThrownBy(() -> Shop.buy(street.channel()))
          .isInstanceOfSatisfying(
              StatusRuntimeException.class,
              e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE));

      Future<String> waiting = Shop.buyOnceReady(street.channel());
      assertThat(waiting.isDone()).isFalse();
      try (Shop late = Shop.at(later.getPort(), "late")) {
        assertThat(late.address()).isEqualTo(later);
        street.channel().resetConnectBackoff();
        assertThat(waiting.get(20, TimeUnit.SECONDS)).isEqualTo("late");
      }
    }
  }

  @Test
  void addressesComeAndGoAndACallUnderWayIsAnswered() throws Exception {
    try (Street street = Street.to("mild_prequal", a.address())) {
      a.hold();
      Future<String> held = Shop.buyLater(street.channel());
      a.awaitHeld(1);
      street.becomes(b.address());
      assertThat(sellers(street.channel(), 20)).containsOnly(Map.entry("b", 20));

      a.release();
      assertThat(held.get(10, TimeUnit.SECONDS)).isEqualTo("a");
    }
  }

  @Test
  void noAddressIsAnErrorOnlyIfThereWasNone() {
    try (Street street = Street.to("mild_weighted")) {
      assertThatThrownBy(() -> Shop.buy(street.channel()))
          .isInstanceOf(StatusRuntimeException.class)
          .hasMessageContaining("UNAVAILABLE")
          .hasMessageContaining("no addresses");

      street.becomes(a.address());
      assertThat(Shop.buy(street.channel())).isEqualTo("a");
      street.becomes();
      assertThat(sellers(street.channel(), 5)).containsOnly(Map.entry("a", 5));
    }
  }

  @Test
  void whoComesLaterStartsSlowly() throws Exception {
    Map<String, String> slowly = Map.of("slowStart", "3600s");
    try (Street street = Street.of("mild_least_loaded", slowly, a)) {
      Shop.buy(street.channel());
      street.becomes(a.address(), b.address());
      a.hold();
      Future<String> held = Shop.buyLater(street.channel());
      a.awaitHeld(1);
      TimeUnit.MILLISECONDS.sleep(300); // b is connected, and still new
      a.release();
      held.get();
      assertThat(sellers(street.channel(), 20)).containsOnly(Map.entry("a", 20));
    }
    try (Street street = Street.of("mild_least_loaded", Map.of("slowStart", "0s"), a)) {
      Shop.buy(street.channel());
      street.becomes(a.address(), b.address());
      awaitBoth(street.channel());
    }
  }

  @Test
  void prequalKnowsTheCallsOfOtherChannels() throws Exception {
    Shop c = Shop.open("c");
    try (Street others = Street.of("mild_weighted", Map.of(), a);
        Street street =
            Street.of("mild_prequal", Map.of("hot", 0.0, "probeTimeout", "1s"), a, b, c)) {
      awaitBoth(street.channel());
      a.hold();
      for (int i = 0; i < 8; i++) {
        Shop.buyLater(others.channel());
      }
      a.awaitHeld(8);
      TimeUnit.MILLISECONDS.sleep(1_100); // what was said before is too old
      letProbesAnswer(street.channel());

      assertThat(sellers(street.channel(), 60)).containsOnlyKeys("b", "c");
      a.release();
    } finally {
      c.close();
    }
  }

  /** Calls until replicas have told; one that is held is given up. */
  private static void letProbesAnswer(Channel channel) throws Exception {
    for (int i = 0; i < 5; i++) {
      Future<String> call = Shop.buyLater(channel);
      TimeUnit.MILLISECONDS.sleep(50);
      call.cancel(true);
    }
  }

  @Test
  void serversThatAnswerNoProbesAreUsedAllTheSame() throws Exception {
    try (Shop mute = Shop.withoutReporter("mute");
        Street street = Street.of("mild_prequal", Map.of(), mute)) {
      assertThat(sellers(street.channel(), 20)).containsOnly(Map.entry("mute", 20));
    }
  }

  @Test
  void theChannelIsReadyOnceOneReplicaIs() throws Exception {
    try (Street street = Street.to("mild_peak_ewma", closed(), a.address())) {
      assertThat(street.channel().getState(true)).isEqualTo(ConnectivityState.IDLE);
      Shop.buy(street.channel());
      assertThat(street.channel().getState(false)).isEqualTo(ConnectivityState.READY);
    }
  }

  /** Calls until both replicas are connected and have answered. */
  private static void awaitBoth(ManagedChannel channel) throws Exception {
    Map<String, Integer> sellers = new HashMap<>();
    for (int i = 0; sellers.size() < 2; i++) {
      assertThat(i).as("calls, and only %s answers", sellers).isLessThan(2_000);
      sellers.merge(Shop.buy(channel), 1, Integer::sum);
      TimeUnit.MILLISECONDS.sleep(1);
    }
  }

  /** One call after the other. */
  private static Map<String, Integer> sellers(Channel channel, int calls) {
    Map<String, Integer> sellers = new HashMap<>();
    for (int i = 0; i < calls; i++) {
      String seller;
      try {
        seller = Shop.buy(channel);
      } catch (StatusRuntimeException e) {
        seller = e.getStatus().getCode().name();
      }
      sellers.merge(seller, 1, Integer::sum);
    }
    return sellers;
  }

  /** A call that the shop, which holds calls, has. */
  private static Future<String> buyAt(Shop shop, Channel channel) throws Exception {
    for (int i = 0; i < 1_000; i++) {
      Future<String> call = Shop.buyLater(channel);
      while (!call.isDone() && shop.held() == 0) {
        TimeUnit.MILLISECONDS.sleep(1);
      }
      if (!call.isDone()) {
        return call;
      }
    }
    throw new AssertionError("no call went there");
  }

  private static InetSocketAddress closed() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return new InetSocketAddress("127.0.0.1", socket.getLocalPort());
    }
  }
}
