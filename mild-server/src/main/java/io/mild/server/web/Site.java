package io.mild.server.web;

import io.mild.server.run.Systems;
import io.mild.server.system.LogText;
import java.io.IOException;
import java.util.Map;
import java.util.function.Supplier;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Leads each request to where it belongs, once it has come past the gate. */
final class Site extends Handler.Abstract {
  private static final Logger LOG = LoggerFactory.getLogger(Site.class);

  private final Gate gate;
  private final Api api;
  private final Pages pages;
  private final Systems systems;
  private final Supplier<String> metrics;

  Site(Gate gate, Api api, Pages pages, Systems systems, Supplier<String> metrics) {
    this.gate = gate;
    this.api = api;
    this.pages = pages;
    this.systems = systems;
    this.metrics = metrics;
  }

  @Override
  public boolean handle(Request request, Response response, Callback done) {
    Gate.addHeaders(response.getHeaders());
    Exchange exchange = new Exchange(request, response, done);
    try {
      lead(exchange);
    } catch (RefusedRequest e) {
      refuse(exchange, e.status(), String.valueOf(e.getMessage()));
    } catch (IOException e) {
      LOG.info("a request broke off: {}", LogText.of(e.toString()));
      done.failed(e);
    } catch (RuntimeException e) {
      LOG.error("a request failed: {}", LogText.of(e.toString()), e);
      refuse(exchange, 500, "the server failed; its log says why");
    }
    return true;
  }

  private void lead(Exchange exchange) throws IOException, RefusedRequest {
    if (exchange.isAt("-", "healthy")) {
      exchange.answerText(200, "MILD is healthy."); // also of probes that know it by its address
      return;
    }
    if (exchange.isAt("-", "ready")) {
      boolean isReady = systems.all().stream().allMatch(it -> it.system().isPresent());
      exchange.answerText(
          isReady ? 200 : 503, isReady ? "MILD is ready." : "A system has no model yet.");
      return;
    }
    gate.requireHost(exchange.request);
    if (exchange.isAt("metrics")) {
      requireRead(exchange);
      exchange.requireMethod("GET");
      exchange.answer(
          200,
          "text/plain; version=0.0.4; charset=utf-8",
          metrics.get().getBytes(java.nio.charset.StandardCharsets.UTF_8));
    } else if (exchange.path.get(0).equals("api")) {
      requireRead(exchange);
      api.handle(exchange);
    } else {
      pages.handle(exchange);
    }
  }

  private void requireRead(Exchange exchange) throws RefusedRequest {
    if (!gate.mayRead(exchange)) {
      throw new RefusedRequest(401, "that needs the token: sign in, or send it as a bearer");
    }
  }

  private static void refuse(Exchange exchange, int status, String why) {
    if (exchange.response.isCommitted()) {
      exchange.done.failed(new IOException(why));
      return;
    }
    exchange.response.getHeaders().put("Connection", "close"); // what is left of it is not read
    if (exchange.path.get(0).equals("api")) {
      exchange.answerJson(status, Map.of("error", LogText.of(why)));
    } else {
      exchange.answerText(status, LogText.of(why));
    }
  }
}
