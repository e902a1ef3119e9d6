package io.mild.scaling.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.CallOptions;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.mild.scaling.balance.LoadReport;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoadReporterTest {
  private final Shop shop = Shop.open("shop");
  private final ManagedChannel channel =
      Grpc.newChannelBuilder(
              "127.0.0.1:" + shop.address().getPort(), InsecureChannelCredentials.create())
          .build();

  @AfterEach
  void close() {
    shop.close();
    channel.shutdownNow();
  }

  @Test
  void whoHasSeenNothingSaysSoHoweverOftenItIsAsked() {
    assertThat(report()).isEqualTo(new LoadReport(0, 0));
    assertThat(report()).isEqualTo(new LoadReport(0, 0));
  }

  @Test
  void callsUnderWayAreCountedAndAnswersAreMeasured() throws Exception {
    shop.hold();
    List<Future<String>> calls = List.of(Shop.buyLater(channel), Shop.buyLater(channel));
    shop.awaitHeld(2);
    assertThat(report()).isEqualTo(new LoadReport(2, 0));

    TimeUnit.MILLISECONDS.sleep(50);
    shop.release();
    for (Future<String> call : calls) {
      call.get();
    }
    LoadReport after = reportOnce(report -> report.inFlight() == 0);
    assertThat(after.seconds()).isBetween(0.05, 20.0);
  }

  @Test
  void aCallThatFailsOrIsGivenUpTellsNothingOfLatency() throws Exception {
    shop.answer(Status.INTERNAL);
    assertThatThrownBy(() -> Shop.buy(channel)).isInstanceOf(StatusRuntimeException.class);
    shop.hold();
    Future<String> call = Shop.buyLater(channel);
    shop.awaitHeld(1);
    call.cancel(true);

    assertThat(reportOnce(report -> report.inFlight() == 0)).isEqualTo(new LoadReport(0, 0));
  }

  @Test
  void anAnswerThatTheCallerIsWrongIsAnAnswer() throws Exception {
    shop.answer(Status.NOT_FOUND);
    assertThatThrownBy(() -> Shop.buyLater(channel).get()).isInstanceOf(ExecutionException.class);
    assertThat(reportOnce(report -> report.inFlight() == 0).seconds()).isPositive();
  }

  @Test
  void aStreamCountsWhileItIsOpenAndTellsNothingOfLatency() throws Exception {
    shop.hold();
    Iterator<String> stream = Shop.watch(channel);
    shop.awaitHeld(1);
    assertThat(report()).isEqualTo(new LoadReport(1, 0));

    shop.release();
    assertThat(stream).toIterable().containsExactly("shop");
    assertThat(reportOnce(report -> report.inFlight() == 0)).isEqualTo(new LoadReport(0, 0));
  }

  /** By the encoding of protocol buffers, made by hand: field 1 varint, field 2 eight bytes. */
  @Test
  void theBytesAreThoseOfTheContract() throws IOException {
    Marshaller<LoadReport> marshaller = Probe.METHOD.getResponseMarshaller();
    byte[] bytes = marshaller.stream(new LoadReport(150, 1)).readAllBytes();
    assertThat(HexFormat.of().formatHex(bytes)).isEqualTo("08960111000000000000f03f");

    assertThat(parsed("08960111000000000000f03f")).isEqualTo(new LoadReport(150, 1));
    assertThat(parsed("")).as("protobuf leaves zeros out").isEqualTo(new LoadReport(0, 0));
    assertThat(parsed("11000000000000e03f")).isEqualTo(new LoadReport(0, 0.5));
    LoadReport greatest = new LoadReport(Integer.MAX_VALUE, 3);
    assertThat(marshaller.parse(marshaller.stream(greatest))).isEqualTo(greatest);
  }

  @Test
  void otherBytesAreRefused() {
    for (String bytes : List.of("08", "1a00", "11000000", "08ffffffff0f", "11000000000000f8ff")) {
      assertThatThrownBy(() -> parsed(bytes))
          .as(bytes)
          .isInstanceOf(StatusRuntimeException.class)
          .hasMessageContaining("INTERNAL: this is no report of load");
    }
  }

  private static LoadReport parsed(String hex) {
    return Probe.METHOD.parseResponse(new ByteArrayInputStream(HexFormat.of().parseHex(hex)));
  }

  private LoadReport report() {
    return ClientCalls.blockingUnaryCall(
        channel,
        Probe.METHOD,
        CallOptions.DEFAULT.withDeadlineAfter(10, TimeUnit.SECONDS),
        Probe.PROBE);
  }

  /** A server hears of the end of a call after the caller does. */
  private LoadReport reportOnce(Predicate<LoadReport> condition) throws InterruptedException {
    LoadReport report = report();
    for (int i = 0; i < 1_000 && !condition.test(report); i++) {
      TimeUnit.MILLISECONDS.sleep(10);
      report = report();
    }
    assertThat(report).matches(condition);
    return report;
  }
}
