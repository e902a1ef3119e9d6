package io.mild.connect.sink;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mild.connect.EventSink;
import io.mild.connect.IncidentMessage;
import io.mild.connect.http.HttpAnswer;
import io.mild.connect.http.HttpService;
import java.io.IOException;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Posts each message as JSON, as {@link IncidentMessage#toJson} writes it, to an address.
 *
 * <p>With a secret, header {@value #SIGNATURE} has {@code v1=} and the HMAC-SHA256, in hexadecimal
 * digits, of the header {@value #TIMESTAMP} (seconds since the epoch), a full stop and the body. A
 * receiver computes the same, compares in constant time, and refuses what is older than some
 * minutes. Headers {@value #ID} and {@value #IDEMPOTENCY_KEY} have the message's id, by which it,
 * or a gateway before it, recognises what comes twice.
 *
 * <p>An answer of 400, 405, 413, 415 or 422 and the like refuses the message for ever; the rest is
 * tried again.
 */
public final class WebhookSink implements EventSink {
  /** The message's id. */
  public static final String ID = "Mild-Id";

  /** The same id, where gateways look for it. */
  public static final String IDEMPOTENCY_KEY = "Idempotency-Key";

  /** When it was sent, in seconds since the epoch. */
  public static final String TIMESTAMP = "Mild-Timestamp";

  /** Of time and body. */
  public static final String SIGNATURE = "Mild-Signature";

  private static final String ALGORITHM = "HmacSHA256";

  private final HttpService receiver;
  private final Optional<Supplier<String>> secret;
  private final Clock clock;

  private WebhookSink(HttpService receiver, Optional<Supplier<String>> secret, Clock clock) {
    this.receiver = receiver;
    this.secret = secret;
    this.clock = clock;
  }

  /** Posts to an address, without a signature. */
  public static WebhookSink to(HttpService receiver) {
    return new WebhookSink(receiver, Optional.empty(), Clock.systemUTC());
  }

  /**
   * The same with a signature.
   *
   * @param key is asked for at each message, so that it may change; not empty; never logged
   */
  public WebhookSink signedWith(Supplier<String> key) {
    return new WebhookSink(receiver, Optional.of(key), clock);
  }

  /** The same by another clock. */
  public WebhookSink withClock(Clock by) {
    return new WebhookSink(receiver, secret, by);
  }

  @Override
  public void deliver(IncidentMessage message) throws IOException {
    String body = message.toJson();
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put(ID, message.id());
    headers.put(IDEMPOTENCY_KEY, message.id());
    String timestamp = Long.toString(clock.instant().getEpochSecond());
    headers.put(TIMESTAMP, timestamp);
    secret.ifPresent(key -> headers.put(SIGNATURE, signature(key.get(), timestamp, body)));
    HttpAnswer answer = receiver.postJson("", body.getBytes(UTF_8), headers);
    if (!answer.isSuccess()) {
      throw receiver.failure(answer, "");
    }
  }

  /**
   * The value of {@value #SIGNATURE}, also for who receives.
   *
   * @param secret that both sides know; not empty
   * @param timestamp as header {@value #TIMESTAMP} has it
   * @param body of the request
   */
  public static String signature(String secret, String timestamp, String body) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret.getBytes(UTF_8), ALGORITHM));
      byte[] digest = mac.doFinal((timestamp + "." + body).getBytes(UTF_8));
      return "v1=" + HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("each Java platform has " + ALGORITHM, e);
    }
  }
}
