package io.mild.server.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mild.internal.io.Markup;
import io.mild.server.run.Systems;
import io.mild.server.view.SystemJson;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/** The pages that people see, and how they sign in. */
final class Pages {
  private static final String HTML = "text/html; charset=utf-8";
  private static final long PAUSE_AFTER_WRONG_TOKEN_MILLIS = 500;

  private final Systems systems;
  private final Gate gate;
  private final AtomicReference<String> firstSignIn;
  private final Map<String, Asset> assets;
  private final String shell;

  /** A file that the page is made of. */
  private record Asset(String type, byte[] bytes) {}

  /**
   * Pages.
   *
   * @param signInCode that signs the first browser in that brings it
   */
  Pages(Systems systems, Gate gate, String signInCode) {
    this.systems = systems;
    this.gate = gate;
    this.firstSignIn = new AtomicReference<>(signInCode);
    this.assets =
        Map.of(
            "page.js", new Asset("text/javascript; charset=utf-8", resource("page.js")),
            "page.css", new Asset("text/css; charset=utf-8", resource("page.css")),
            "icon.svg", new Asset("image/svg+xml", resource("icon.svg")));
    this.shell = new String(resource("page.html"), UTF_8);
  }

  private static byte[] resource(String name) {
    try (InputStream in = Pages.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the jar has no " + name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new IllegalStateException("the jar can't be read", e);
    }
  }

  /** Answers, if the path is one of a page. */
  void handle(Exchange exchange) throws IOException, RefusedRequest {
    String first = exchange.path.get(0);
    if (exchange.path.size() == 1 && assets.containsKey(first)) {
      exchange.requireMethod("GET");
      exchange.answer(200, assets.get(first).type(), assets.get(first).bytes());
    } else if (exchange.isAt("login")) {
      login(exchange);
    } else if (exchange.isAt("logout")) {
      exchange.requireMethod("POST");
      gate.requireSameOrigin(exchange);
      gate.signOut(exchange);
      exchange.redirect("/");
    } else {
      page(exchange);
    }
  }

  private void page(Exchange exchange) throws RefusedRequest {
    exchange.requireMethod("GET");
    if (!gate.mayRead(exchange)) {
      exchange.redirect("/login");
      return;
    }
    List<String> path = exchange.path;
    if (exchange.isAt("") && systems.all().size() == 1) {
      exchange.redirect("/systems/" + systems.all().get(0).key());
    } else if (exchange.isAt("")) {
      exchange.answer(200, HTML, html(exchange, "Systems", list()).getBytes(UTF_8));
    } else if (exchange.isAt("systems", "*") || exchange.isAt("systems", "*", "incidents", "*")) {
      if (systems.of(path.get(1)).isEmpty()) {
        throw new RefusedRequest(404, "there is no such system");
      }
      exchange.answer(
          200, HTML, html(exchange, path.get(1), "<p class=\"quiet\">…</p>").getBytes(UTF_8));
    } else {
      throw new RefusedRequest(404, "there is no such page");
    }
  }

  private String html(Exchange exchange, String title, String main) {
    return shell
        .replace("{{title}}", Markup.escaped(title))
        .replace("{{session}}", gate.isKnown(exchange) ? "known" : "")
        .replace("{{main}}", main);
  }

  /** For who has no script: each system in a line. */
  private String list() {
    StringBuilder html = new StringBuilder("<ul>");
    systems
        .all()
        .forEach(
            system -> {
              Map<String, Object> line = SystemJson.summary(system);
              html.append(
                  "<li><a href=\"/systems/%s\">%1$s</a>: %s</li>"
                      .formatted(
                          Markup.escaped(system.key()),
                          Markup.escaped(String.valueOf(line.get("text")))));
            });
    return html.append("</ul>").toString();
  }

  private void login(Exchange exchange) throws IOException, RefusedRequest {
    if (exchange.isReading()) {
      String query = exchange.request.getHttpURI().getQuery();
      String code = query != null && query.startsWith("code=") ? query.substring(5) : "";
      String first = firstSignIn.get();
      if (!code.isEmpty() && code.equals(first) && firstSignIn.compareAndSet(first, "")) {
        gate.signIn(exchange);
        exchange.redirect("/");
        return;
      }
      exchange.answer(200, HTML, form(exchange, "").getBytes(UTF_8));
      return;
    }
    exchange.requireMethod("POST");
    gate.requireSameOrigin(exchange);
    if (gate.isToken(token(new String(exchange.body(), UTF_8)))) {
      gate.signIn(exchange);
      exchange.redirect("/");
    } else {
      pause();
      exchange.answer(403, HTML, form(exchange, "That is not the token.").getBytes(UTF_8));
    }
  }

  private static String token(String form) throws RefusedRequest {
    if (!form.startsWith("token=")) {
      throw new RefusedRequest(400, "the form has no token");
    }
    try {
      return URLDecoder.decode(form.substring("token=".length()), UTF_8);
    } catch (IllegalArgumentException e) {
      throw new RefusedRequest(400, "the form is not encoded as one");
    }
  }

  /** Nobody guesses fast; one at a time, so that guessing holds no more than one thread. */
  private synchronized void pause() {
    try {
      Thread.sleep(PAUSE_AFTER_WRONG_TOKEN_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private String form(Exchange exchange, String problem) {
    String main =
        """
        <form class="card login" method="post" action="/login">
          <h2>Sign in</h2>
          <p>Reading is open to this machine; changes need the server's token.</p>
          <p class="problem" role="alert">%s</p>
          <label for="token">Token</label>
          <input id="token" name="token" type="password" autocomplete="current-password" required autofocus>
          <button class="primary">Sign in</button>
        </form>
        """
            .formatted(Markup.escaped(problem));
    return html(exchange, "Sign in", main);
  }
}
