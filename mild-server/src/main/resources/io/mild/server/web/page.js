"use strict";
// Draws what /api/v1 says. Text of others comes into the page as text alone, never as markup.

const main = document.getElementById("main");
const mayChange = document.body.dataset.session === "known";
const path = location.pathname.split("/").map(decodeURIComponent);
const here = {system: path[1] === "systems" ? path[2] : null, incident: path[3] === "incidents" ? path[4] : null};
const api = (...parts) => "/api/v1/" + parts.map(encodeURIComponent).join("/");

// ---- elements

const SVG = "http://www.w3.org/2000/svg";

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value !== undefined && value !== null && value !== false) {
      element.setAttribute(name, value === true ? "" : value);
    }
  }
  for (const child of children.flat(9)) {
    if (child !== undefined && child !== null && child !== false) {
      element.append(child);
    }
  }
  return element;
}
const h = (tag, attributes, ...children) => fill(document.createElement(tag), attributes, children);
const s = (tag, attributes, ...children) => fill(document.createElementNS(SVG, tag), attributes, children);

/** Makes the old element what the new one is, with as few changes as can be, so that focus stays. */
function morph(old, next) {
  if (old.nodeType !== next.nodeType || old.nodeName !== next.nodeName) {
    old.replaceWith(next);
    return;
  }
  if (old.nodeType !== Node.ELEMENT_NODE) {
    if (old.data !== next.data) {
      old.data = next.data;
    }
    return;
  }
  for (const {name} of [...old.attributes]) {
    if (!next.hasAttribute(name) && !(name === "open" && old.nodeName === "DETAILS")) {
      old.removeAttribute(name);
    }
  }
  for (const {name, value} of [...next.attributes]) {
    if (old.getAttribute(name) !== value) {
      old.setAttribute(name, value);
    }
  }
  morphChildren(old, next);
}

const keyOf = node => node.nodeType === Node.ELEMENT_NODE && node.dataset.key || null;

/** In their order; those with a key stay what they are where others come and go before them. */
function morphChildren(old, next) {
  let at = old.firstChild;
  const drop = () => {
    const gone = at;
    at = at.nextSibling;
    gone.remove();
  };
  for (const child of [...next.childNodes]) {
    let same = at;
    while (same && keyOf(same) !== keyOf(child)) {
      same = keyOf(child) ? same.nextSibling : null;
    }
    if (!same) {
      old.insertBefore(child, at);
      continue;
    }
    while (at !== same) {
      drop();
    }
    at = same.nextSibling;
    morph(same, child);
  }
  while (at) {
    drop();
  }
}

function show(...content) {
  const next = main.cloneNode(false);
  fill(next, {}, content);
  morph(main, next);
}

// ---- words

const number = x => !Number.isFinite(+x) ? "–"
    : Math.abs(x) >= 1000 ? Math.round(x).toLocaleString("en") : String(+(+x).toPrecision(3));
const percent = x => Math.round(100 * x) + " %";
const two = x => (+x).toFixed(2);
const signed = x => (x < 0 ? "−" : "+") + Math.abs(x).toFixed(2);

function time(iso, now) {
  const date = new Date(iso), near = now && Math.abs(date - new Date(now)) < 72e6;
  const text = date.toLocaleString(undefined, near
      ? {hour: "2-digit", minute: "2-digit", hourCycle: "h23"}
      : {month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23"});
  return h("time", {datetime: iso, title: iso}, text);
}

/** Such as 23–96 min or 3–8 h. */
function between(fromMs, untilMs) {
  const from = Math.max(0, fromMs), until = Math.max(0, untilMs);
  for (const [unit, ms] of [["s", 1e3], ["min", 6e4], ["h", 36e5], ["days", 864e5]]) {
    const next = {s: 6e4 * 3, min: 36e5 * 4, h: 864e5 * 3, days: Infinity}[unit];
    if (until < next) {
      const a = Math.round(from / ms), b = Math.max(1, Math.round(until / ms));
      return (a < b ? a + "–" + b : b) + " " + unit;
    }
  }
}

function lasted(ms) {
  const minutes = Math.round(ms / 6e4);
  return minutes < 1 ? Math.round(ms / 1e3) + " s" : minutes < 120 ? minutes + " min"
      : minutes < 2880 ? (minutes / 60).toFixed(1) + " h" : Math.round(minutes / 1440) + " days";
}

const listed = names => names.length < 2 ? names.join("")
    : names.slice(0, -1).join(", ") + " and " + names[names.length - 1];
const isAre = names => names.length === 1 ? "is" : "are";

const LOOKS = {
  BROKEN: ["bad", "✕"], WARNING: ["warn", "▲"], NO_DATA: ["dim", "?"], FAILED: ["dim", "!"],
  TRAINING: ["dim", "…"], DEGRADED: ["dim", "~"], OK: ["good", "✓"],
};
const STATUS = {
  MET: ["good", "✓ met"], AT_RISK: ["warn", "▲ at risk"], BROKEN: ["bad", "✕ broken"],
  UNKNOWN: ["dim", "? unknown"], "": ["good", "✓ no alert"],
};
const SEVERITY = {LOW: "dim", MEDIUM: "warn", HIGH: "warn", CRITICAL: "bad"};
const chip = (look, ...text) => h("span", {class: "chip " + look}, ...text);

/** What is expected of an incident, or came of it, in a line. */
function headline(incident, now) {
  const names = listed(incident.intents);
  if (incident.closing === "FAILED" && incident.failures.length) {
    return listed(distinct(incident.failures.map(each => each.intent))) + " failed";
  }
  if (incident.closing) {
    return "The warning for " + names + ": " + incident.closingText;
  }
  const failing = distinct(incident.failures.filter(each => !each.recovered).map(each => each.intent));
  if (failing.length) {
    return listed(failing) + (failing.length === 1 ? " has" : " have") + " failed";
  }
  if (!incident.alerting) {
    return "What comes of the warning for " + names + " will be known soon";
  }
  if (incident.failures.length) {
    return listed(distinct(incident.failures.map(each => each.intent))) + " failed and recovered, the risk is still high";
  }
  const left = between(new Date(incident.from) - new Date(now), new Date(incident.until) - new Date(now));
  return names + " " + isAre(incident.intents) + " expected to fail in " + left;
}

const distinct = names => [...new Set(names)];

/** What failed of an incident, with the times. */
function failures(incident, now) {
  return incident.failures.length ? h("p", {class: "small"}, incident.failures.map((each, i) => [i ? " · " : "",
    each.intent, " failed ", time(each.failed, now), each.recovered ? [" and recovered ", lasted(new Date(each.recovered) - new Date(each.failed)), " later"] : ""])) : null;
}

// ---- pictures

/** A curve with gaps where a value is missing; y grows upwards. */
function curve(xs, ys, x, y) {
  let d = "", pen = false;
  xs.forEach((at, i) => {
    const value = +ys[i];
    if (Number.isFinite(value)) {
      d += (pen ? "L" : "M") + x(at).toFixed(1) + " " + y(value).toFixed(1);
    }
    pen = Number.isFinite(value);
  });
  return d;
}

function ceiling(values, thresholds) {
  const seen = [...values, ...thresholds.filter(t => t <= 1).map(t => 1.25 * t)].map(Number).filter(Number.isFinite);
  return Math.min(1, Math.max(0.2, 1.1 * Math.max(0, ...seen)));
}

/** An intent's risk, where it was above its threshold, and the threshold. */
function sparkline(course, i, name) {
  const times = course.times, risks = course.risks.map(r => r[i]), thresholds = course.thresholds.map(t => t[i]);
  if (times.length < 2) {
    return h("p", {class: "quiet small"}, "No course yet.");
  }
  const top = ceiling(risks, thresholds), start = times[0], span = times[times.length - 1] - start || 1;
  const x = t => 1000 * (t - start) / span, y = v => 100 - 100 * Math.min(v, top) / top;
  const over = risks.map((r, k) => r >= thresholds[k] ? r : NaN);
  const line = curve(times, risks, x, y), last = risks.length - 1;
  const words = `Risk of ${name} over ${lasted(span)}: now ${two(risks[last])}, threshold ${two(thresholds[last])}`;
  return s("svg", {class: "chart", viewBox: "0 0 1000 100", preserveAspectRatio: "none", role: "img", "aria-label": words},
      s("title", {}, words),
      line && s("path", {class: "area", d: line + `L${x(times[last])} 100L0 100Z`}),
      s("path", {class: "threshold", d: curve(times, thresholds.map(t => t > 1 ? NaN : t), x, y)}),
      s("path", {class: "risk", d: line}),
      s("path", {class: "over", d: curve(times, over, x, y)}));
}

/** All intents' risks of an incident, and which was named as the root cause when. */
function storyChart(story) {
  const course = story.course, times = course.times, names = story.intentNames;
  if (times.length < 2) {
    return null;
  }
  const shown = names.map((name, i) => i).filter(i => i < 6);
  const lead = Math.max(0, names.indexOf(story.rootCause));
  const thresholds = course.thresholds.map(t => t[lead]);
  const top = ceiling(course.risks.flat(), thresholds);
  const start = times[0], end = times[times.length - 1], span = end - start || 1;
  const x = t => 1000 * (t - start) / span, y = v => 186 - 180 * Math.min(v, top) / top;
  const opened = x(Date.parse(story.opened));
  const strips = [];
  times.forEach((t, k) => {
    const root = course.rootCauses[k], last = strips[strips.length - 1];
    if (last && last.root === root) {
      last.until = x(times[Math.min(k + 1, times.length - 1)]);
    } else {
      strips.push({root, from: x(t), until: x(times[Math.min(k + 1, times.length - 1)])});
    }
  });
  const roots = [...new Set(course.rootCauses)];
  const words = `Risks from ${new Date(start).toISOString()} to ${new Date(end).toISOString()}; named as the root cause: ${roots.join(", then ")}`;
  return [
    h("div", {class: "axis"}, h("span", {}, "risk up to " + two(top)), opened >= 0 && h("span", {}, "dotted: opened")),
    s("svg", {class: "chart tall", viewBox: "0 0 1000 210", preserveAspectRatio: "none", role: "img", "aria-label": words},
        s("title", {}, words),
        [0, 0.5, 1].map(f => s("line", {class: "grid", x1: 0, x2: 1000, y1: y(f * top), y2: y(f * top)})),
        opened >= 0 && opened <= 1000 && s("line", {class: "mark", x1: opened, x2: opened, y1: 0, y2: 190}),
        s("path", {class: "threshold", d: curve(times, thresholds.map(t => t > 1 ? NaN : t), x, y)}),
        shown.map(i => s("path", {class: "series s" + i, d: curve(times, course.risks.map(r => r[i]), x, y)})),
        strips.map(strip => s("rect", {class: "strip s" + Math.max(0, names.indexOf(strip.root)) % 6, x: strip.from.toFixed(1), width: Math.max(1, strip.until - strip.from).toFixed(1), y: 196, height: 12}))),
    h("div", {class: "axis"}, time(new Date(start).toISOString()), h("span", {}, "bar: named as the root cause"), time(new Date(end).toISOString())),
    h("div", {class: "legend"},
        shown.map(i => h("span", {class: "s" + i}, h("i"), names[i])),
        h("span", {}, h("i", {class: "dashed"}), "threshold of " + story.rootCause)),
  ];
}

/** From the usual risk to the one of now, a bar a KPI. */
function waterfall(why, intent) {
  if (why.length < 2) {
    return h("p", {class: "quiet"}, "Not explained yet.");
  }
  const usual = why[0].contribution, kpis = why.slice(1), most = 6;
  const bars = kpis.length > most + 1 ? kpis.slice(0, most) : kpis.slice();
  if (bars.length < kpis.length) {
    const rest = kpis.slice(bars.length);
    bars.push({kpi: rest.length + " others", contribution: rest.reduce((sum, r) => sum + r.contribution, 0), rest: true});
  }
  let at = usual;
  const steps = bars.map(bar => ({bar, from: at, to: at += bar.contribution}));
  const ends = [0, usual, at, ...steps.flatMap(step => [step.from, step.to])];
  const low = Math.min(...ends), high = Math.max(...ends, low + 0.01), x = v => 1000 * (v - low) / (high - low);
  const bar = (from, to, look) => h("dd", {class: "bar"},
      s("svg", {viewBox: "0 0 1000 20", preserveAspectRatio: "none", "aria-hidden": "true"},
          s("line", {class: "grid", x1: x(usual), x2: x(usual), y1: 0, y2: 20, "vector-effect": "non-scaling-stroke"}),
          s("rect", {class: look, x: Math.min(x(from), x(to)).toFixed(1), width: Math.max(4, Math.abs(x(to) - x(from))).toFixed(1), y: 3, height: 14, rx: 2})));
  const whole = (name, to) => h("div", {class: "line"},
      h("dt", {}, name), bar(0, to, "whole"), h("dd", {class: "number"}, two(to)));
  return h("dl", {class: "waterfall", "aria-label": "Why the risk of " + intent + " is what it is"},
      whole(h("span", {class: "quiet"}, "usual risk"), usual),
      steps.map(({bar: line, from, to}) => h("div", {class: "line"},
        h("dt", {}, h("strong", {}, line.kpi), !line.rest && h("span", {class: "quiet small"},
            line.missing ? " missing" : ` ${number(line.value)}, usually ${number(line.usualLow)}–${number(line.usualHigh)}`)),
        bar(from, to, line.contribution < 0 ? "down" : "up"),
        h("dd", {class: "number " + (line.contribution < 0 ? "down-ink" : "up-ink")}, signed(line.contribution)))),
      whole(h("strong", {}, "risk of " + intent), at));
}

// ---- parts of pages

function actions(incident, isShort) {
  if (!mayChange) {
    return h("p", {class: "small"}, h("a", {href: "/login"}, "Sign in"), " to acknowledge, judge or mute.");
  }
  const act = (what, text, done, value) => h("button", {
    "data-do": what, "data-incident": incident.id, "data-value": value, class: done ? "on" : null, disabled: done && value === undefined,
    "aria-pressed": value === undefined ? null : String(!!done),
  }, text);
  const open = !incident.closing;
  return h("div", {class: "buttons"},
      open && act("acknowledge", incident.acknowledged ? "Acknowledged ✓" : "Acknowledge", incident.acknowledged),
      open && act("acted", incident.acted ? "Acted on ✓" : "I acted on it", incident.acted),
      act("verdict", "Warning was right", incident.right === true, "true"),
      act("verdict", "False alarm", incident.right === false, "false"),
      open && h("button", {"data-do": "mute", "data-intent": incident.rootCause}, "Mute…"),
      isShort && h("a", {class: "button", href: incidentPath(incident.id)}, "Its story"));
}

const incidentPath = id => "/systems/" + encodeURIComponent(here.system) + "/incidents/" + encodeURIComponent(id);

function hero(look, sign, title, ...more) {
  return h("section", {class: "hero " + look, "aria-label": "Now", "data-key": "hero"},
      h("span", {class: "sign", "aria-hidden": "true"}, sign), h("h1", {}, title), ...more);
}

/** A goal breaks with the first row against it, and is known to be broken some rows later. */
function warning(lead, since) {
  const before = new Date(since) - new Date(lead.opened);
  return before > 0 ? `, warned of ${lasted(before)} before` : ", not warned of before";
}

function heroOf(system) {
  const [look, sign] = LOOKS[system.standing];
  const lead = (system.incidents || []).find(i => i.alerting) || (system.incidents || [])[0];
  const broken = (system.intents || []).filter(i => i.status === "BROKEN");
  const problems = system.problems.map(problem => h("p", {class: "problem"}, problem));
  if (broken.length) {
    const names = broken.map(i => i.name);
    const since = broken.map(i => i.since).sort()[0];
    return hero(look, sign, `${listed(names)} ${isAre(names)} broken`,
        h("p", {}, "Since ", time(since, system.time), lead ? ". Root cause: " : "", lead && h("strong", {}, lead.rootCause),
            lead && ` (${percent(lead.rootProbability)})`, lead && lead.told ? warning(lead, since) : "", "."),
        lead && actions(lead, true), problems);
  }
  if (system.standing === "WARNING") {
    return hero(look, sign, headline(lead, system.time),
        h("p", {}, "Root cause: ", h("strong", {}, lead.rootCause), ` (${percent(lead.rootProbability)}) · `,
            chip(SEVERITY[lead.severity], lead.severity.toLowerCase()), ` · since `, time(lead.opened, system.time),
            ` · risk ${two(lead.probability)}`),
        actions(lead, true), problems);
  }
  const intents = system.intents || [];
  const isWell = system.standing === "OK" || system.standing === "DEGRADED";
  const title = isWell ? "All goals are met" : system.standing === "TRAINING" ? "Learns its first model" : system.text;
  return hero(look, sign, title,
      h("p", {}, system.training && !isWell ? `It ${system.training}…` : "",
          system.time ? [`${intents.length} intents watched, latest row `, time(system.time, system.time), system.standing === "DEGRADED" ? ", on poor data: see health" : ""] : ""),
      problems);
}

function intentCard(intent, i, system) {
  const [look, text] = STATUS[intent.status] || STATUS[""];
  const hot = intent.status === "BROKEN" ? " broken" : intent.alerting || intent.status === "AT_RISK" ? " hot" : "";
  return h("article", {class: "card intent" + hot},
      h("div", {class: "row apart"}, h("h3", {}, intent.name), chip(look, text)),
      h("p", {class: "quiet small"}, intent.goal ? "Goal: " + intent.goal : "No goal said"),
      system.course && sparkline(system.course, i, intent.name),
      h("p", {class: "row apart small figures"},
          h("span", {}, "risk ", h("strong", {}, two(intent.risk))),
          h("span", {class: "quiet"}, intent.threshold > 1 ? "never alerts" : "alerts from " + two(intent.threshold))),
      intent.errorBudget && h("p", {class: "quiet small"}, "Error budget: " + intent.errorBudget));
}

function clears(story) {
  if (!story.clears) {
    return null;
  }
  const raising = story.why.slice(1).filter(line => line.contribution > 0.02 && !line.missing).slice(0, 2);
  return h("div", {class: "stack"}, h("h3", {}, "What would clear it"),
      h("p", {}, `The risk of ${story.rootCause}, smoothed ${two(story.clears.risk)}, below ${two(story.clears.threshold)} for ${story.clears.quietGap}. `,
          raising.length ? "Most of it goes where " : "",
          raising.map((line, i) => [i ? ", and " : "", h("strong", {}, line.kpi), ` is back at ${number(line.usualLow)}–${number(line.usualHigh)} (${signed(-line.contribution)})`]), raising.length ? "." : ""));
}

function similar(story, now) {
  return h("div", {class: "stack"}, h("h3", {}, "Most alike of the past"),
      story.similar.length ? h("ul", {class: "plain"}, story.similar.map(each => h("li", {},
          h("strong", {}, each.rootCause), each.kind ? ", " + each.kind : "", ` · ${percent(Math.max(0, each.similarity))} alike · `, time(each.time), isNaN(Date.parse(each.incident)) && each.incident ? h("span", {class: "quiet"}, " · " + each.incident) : "")))
      : h("p", {class: "quiet"}, "The model keeps none."));
}

function liveIncident(story, now) {
  return h("section", {class: "card stack", "data-key": story.id},
      h("div", {class: "row apart"}, h("h2", {}, headline(story, now)), chip(SEVERITY[story.severity], story.severity.toLowerCase())),
      h("div", {class: "halves"},
          h("div", {class: "stack"}, h("h3", {}, "Why"), waterfall(story.why, story.rootCause)),
          h("div", {class: "stack"}, h("h3", {}, "Risk over time"), storyChart(story), clears(story), similar(story, now))),
      failures(story, now));
}

function historyTable(incidents, now) {
  if (!incidents.length) {
    return h("p", {class: "quiet"}, "No incident has ended yet.");
  }
  const cell = (name, ...content) => h("td", {"data-name": name}, h("span", {}, ...content));
  const LOOK = {FAILED: "bad", FALSE_ALARM: "dim", AVERTED: "good", RECOVERED: "good", DATA_ENDED: "dim"};
  return h("table", {class: "responsive"},
      h("thead", {}, h("tr", {}, ["Opened", "Intents", "Root cause", "Severity", "Outcome", "Your verdict"].map(name => h("th", {scope: "col"}, name)))),
      h("tbody", {}, incidents.slice(0, 30).map(each => h("tr", {},
          cell("Opened", h("a", {href: incidentPath(each.id)}, time(each.opened, now))),
          cell("Intents", listed(each.intents)), cell("Root cause", each.rootCause),
          cell("Severity", each.severity.toLowerCase()), cell("Outcome", chip(LOOK[each.closing] || "dim", each.closingText)),
          cell("Your verdict", each.right === true ? "right" : each.right === false ? "false alarm" : "–")))));
}

function health(system) {
  const state = system.health || {findings: [], faults: []};
  const known = new Set(state.findings.map(each => each.subject));
  return h("section", {class: "card stack", "data-key": "health"}, h("h2", {}, "Health of the detector"),
      system.health && h("p", {}, state.status === "OK" && !state.findings.length ? "All KPIs are there and like those learned from." : "Data: " + state.status.toLowerCase().replace(/_/g, " ") + ".", ` Confidence ${percent(state.confidence)}.`),
      state.findings.length ? h("ul", {class: "plain"}, state.findings.slice(0, 20).map(each => h("li", {class: "row"},
          chip(each.acknowledged ? "dim" : "warn", each.kind.toLowerCase().replace(/_/g, " ")), h("span", {}, each.text, h("span", {class: "quiet"}, " since ", time(each.since, system.time))),
          mayChange && !each.acknowledged && h("button", {class: "plain", "data-do": "know", "data-kind": each.kind, "data-subject": each.subject, "aria-label": "I know of " + each.kind + " " + each.subject}, "I know")))) : null,
      state.faults.length ? h("ul", {class: "plain small"}, state.faults.filter(text => ![...known].some(subject => subject && text.startsWith(subject + " "))).slice(0, 12).map(text => h("li", {}, text))) : null);
}

function budget(system) {
  const b = system.budget;
  return b && h("section", {class: "card stack", "data-key": "budget"}, h("h2", {}, "False alarms"),
      h("p", {class: "figures"}, h("strong", {}, number(b.made)), ` a day in the last ${b.days} days; the budget is `, h("strong", {}, number(b.allowed)), " a day ",
          chip(b.made <= b.allowed ? "good" : "warn", b.made <= b.allowed ? "✓ kept" : "▲ exceeded")),
      h("p", {class: "quiet small"}, !b.learns ? "The threshold is fixed: this model was not tuned to learn from verdicts."
          : b.fallenBack ? "The threshold is the model's own, since too few outcomes are known." : "The threshold moves with outcomes and your verdicts."));
}

function rules(system) {
  const r = system.rules;
  const entry = (kind, text) => h("li", {class: "row"}, h("span", {}, text), mayChange && h("button", {class: "plain", "data-do": "remove", "data-kind": kind, "data-value": text}, "remove"));
  return r && h("section", {class: "card stack", "data-key": "rules"}, h("h2", {}, "Rules against noise"),
      h("h3", {}, "Mutes"), r.mutes.length ? h("ul", {class: "plain"}, r.mutes.map(text => entry("mutes", text))) : h("p", {class: "quiet small"}, "None."),
      h("h3", {}, "Planned work"), r.windows.length ? h("ul", {class: "plain"}, r.windows.map(text => entry("windows", text))) : h("p", {class: "quiet small"}, "None."),
      mayChange && h("div", {class: "buttons"}, h("button", {"data-do": "mute", "data-intent": (system.intents || [{name: ""}])[0].name}, "Mute…"), h("button", {"data-do": "window"}, "Plan work…")));
}

function model(system) {
  const m = system.model;
  const one = (name, x) => [h("dt", {}, name), h("dd", {}, x)];
  return m && h("section", {class: "card stack", "data-key": "model"}, h("h2", {}, "Model"),
      h("dl", {class: "facts"},
          one("Learned from", [time(m.from), " to ", time(m.until)]),
          one("Age", system.time ? lasted(new Date(system.time) - new Date(m.until)) : "–"),
          one("Failures in it", String(m.failures)), one("Looks ahead", m.horizon), one("A row", `${m.kpis} KPIs every ${m.period}`), one("Identity", m.id)),
      m.warnings.length ? h("details", {}, h("summary", {}, `${m.warnings.length} notes of its training`), h("ul", {class: "plain small"}, m.warnings.map(w => h("li", {}, w)))) : null,
      system.training && h("p", {role: "status"}, "Training: " + system.training + "…"),
      system.candidate && h("p", {}, "A candidate waits, learned from data until ", time(system.candidate.until), ". ", system.comparison ? "" : "It goes by other features than the model in force, so it can't be tried beside it."),
      system.comparison && comparison(system.comparison),
      mayChange && h("div", {class: "buttons"},
          h("button", {"data-do": "retrain", disabled: !!system.training}, "Train anew"),
          system.candidate && h("button", {class: "primary", "data-do": "promote"}, "Promote the candidate"),
          system.previous && h("button", {"data-do": "rollback"}, "Roll back")));
}

function comparison(c) {
  const words = {PROMOTE: ["good", "✓ promote it"], KEEP: ["warn", "▲ keep the model in force"], WAIT: ["dim", "… wait"]}[c.advice];
  const line = (name, r) => h("tr", {}, h("th", {scope: "row"}, name), [r.told, r.false, r.warned + " of " + c.failures, r.leadMinutes + " min"].map(x => h("td", {}, String(x))));
  return h("div", {class: "stack"}, h("p", {}, chip(...words), " ", c.why),
      h("div", {class: "scroll"}, h("table", {class: "figures"}, h("thead", {}, h("tr", {}, ["", "told", "false", "failures warned of", "before them"].map(name => h("th", {scope: "col"}, name)))),
          h("tbody", {}, line("in force", c.live), line("candidate", c.candidate)))));
}

// ---- pages

let announced = "";

function announce(title) {
  if (title !== announced) {
    document.getElementById("said").textContent = announced ? title : "";
    if (announced) {
      setTimeout(() => { document.getElementById("said").textContent = ""; }, 6000);
    }
    announced = title;
  }
}

async function ask(url) {
  const answer = await fetch(url, {headers: {Accept: "application/json"}, cache: "no-store"});
  const json = await answer.json();
  if (!answer.ok) {
    throw new Error(json.error || answer.status);
  }
  return json;
}

const order = Object.keys(LOOKS);

async function listPage() {
  const {systems} = await ask(api("systems"));
  systems.sort((a, b) => order.indexOf(a.standing) - order.indexOf(b.standing) || a.key.localeCompare(b.key));
  const worst = systems[0], bad = systems.filter(each => order.indexOf(each.standing) < 2);
  const [look, sign] = LOOKS[worst.standing];
  const title = bad.length ? `${bad.length} of ${systems.length} systems ${bad.length === 1 ? "needs" : "need"} you`
      : worst.standing === "OK" ? `All ${systems.length} systems are well` : `${worst.key}: ${worst.text}`;
  announce(title);
  show(hero(look, sign, title, h("p", {}, bad.length ? "The worst first." : "Nothing is expected to fail.")),
      h("div", {class: "systems"}, systems.map(system => {
        const [each, mark] = LOOKS[system.standing];
        const lead = (system.incidents || []).find(i => i.alerting);
        return h("a", {class: "card system " + each, href: "/systems/" + encodeURIComponent(system.key)},
            h("div", {class: "row apart"}, h("h2", {}, system.key), chip(each, mark + " " + system.text)),
            lead && h("p", {}, headline(lead, system.time), h("span", {class: "quiet"}, ` · root cause ${lead.rootCause}`)),
            h("div", {class: "row"}, (system.intents || []).map(intent => {
              const [how] = STATUS[intent.status] || STATUS[""];
              return chip(how, intent.name + " " + two(intent.risk));
            })),
            system.problems.map(problem => h("p", {class: "problem small"}, problem)));
      })));
}

async function systemPage() {
  const system = await ask(api("systems", here.system));
  const open = (system.incidents || []).slice(0, 3);
  const stories = await Promise.all(open.map(each => ask(api("systems", here.system, "incidents", each.id))));
  document.title = `${LOOKS[system.standing][1]} ${system.key} · MILD`;
  const heroNow = heroOf(system);
  announce(heroNow.querySelector("h1").textContent.replace(/ in .*/, ""));
  show(heroNow,
      h("div", {class: "intents", "data-key": "intents"}, (system.intents || []).map((intent, i) => intentCard(intent, i, system))),
      stories.map(story => liveIncident(story, system.time)),
      h("section", {class: "card stack", "data-key": "history"}, h("h2", {}, "Past incidents"), historyTable(system.history || [], system.time)),
      h("div", {class: "halves", "data-key": "details"}, health(system), budget(system), rules(system), model(system)));
}

async function incidentPage() {
  const [system, story] = await Promise.all([ask(api("systems", here.system)), ask(api("systems", here.system, "incidents", here.incident))]);
  const look = story.closing ? "dim" : story.failures.length ? "bad" : "warn";
  announce(headline(story, system.time).replace(/ in .*/, ""));
  show(hero(look, {dim: "■", bad: "✕", warn: "▲"}[look], headline(story, system.time),
          h("p", {}, "Root cause: ", h("strong", {}, story.rootCause), ` (${percent(story.rootProbability)}) · `, chip(SEVERITY[story.severity], story.severity.toLowerCase()),
              " · opened ", time(story.opened, system.time), ` · told ${story.told} time${story.told === 1 ? "" : "s"} · confidence ${percent(story.confidence)}`),
          failures(story, system.time), actions(story, false)),
      h("section", {class: "card stack"}, h("h2", {}, "Risk over time"), storyChart(story)),
      h("div", {class: "halves"},
          h("section", {class: "card stack"}, h("h2", {}, "Why"), waterfall(story.why, story.rootCause), clears(story), similar(story, system.time)),
          h("section", {class: "card stack"}, h("h2", {}, "Its life"),
              h("ol", {class: "steps"}, story.steps.slice().reverse().map(step => h("li", {class: step.told ? "told" : ""},
                  h("span", {}, time(step.time, story.opened), h("br"), h("span", {class: "quiet small"}, step.kind.toLowerCase(), step.told ? ", told" : "")),
                  h("span", {}, step.why, step.heldBack ? h("span", {class: "quiet"}, " (" + step.heldBack + ")") : "")))))));
}

const draw = here.incident ? incidentPage : here.system ? systemPage : listPage;

// ---- what an operator says

function said(text) {
  const place = document.getElementById("said");
  place.textContent = text;
  setTimeout(() => { if (place.textContent === text) { place.textContent = ""; } }, 5000);
}

async function tell(parts, body) {
  const answer = await fetch(api(...parts), {
    method: "POST", body: JSON.stringify(body || {}),
    headers: {"Content-Type": "application/json", "X-Mild-Change": "1"},
  });
  const json = await answer.json();
  if (!answer.ok) {
    throw new Error(json.error || answer.status);
  }
  return json.counts;
}

async function change(parts, body, done) {
  try {
    said(await tell(parts, body) ? done : "Nothing changed by that.");
  } catch (e) {
    said("That was refused: " + e.message);
  }
  refresh();
}

const dialog = document.getElementById("ask");

/** Asks in a dialog; the answer is the form's fields. */
function inquire(title, fields, text, then) {
  dialog.replaceChildren(h("form", {method: "dialog"},
      h("h2", {id: "ask-title"}, title),
      fields.map(field => h("div", {}, h("label", {for: "f-" + field.name}, field.label),
          field.options ? h("select", {id: "f-" + field.name, name: field.name}, field.options.map(([value, words]) => h("option", {value, selected: value === field.value}, words)))
          : h("input", {id: "f-" + field.name, name: field.name, value: field.value, required: true, autocomplete: "off"}),
          field.hint && h("p", {class: "quiet small"}, field.hint))),
      h("div", {class: "buttons"}, h("button", {class: "primary", value: "yes"}, text), h("button", {value: "no", formnovalidate: true}, "Cancel"))));
  dialog.onclose = () => {
    if (dialog.returnValue === "yes") {
      then(Object.fromEntries(new FormData(dialog.querySelector("form"))));
    }
  };
  dialog.returnValue = "";
  dialog.showModal();
}

let intentNames = [];

const DEEDS = {
  acknowledge: data => change(["systems", here.system, "incidents", data.incident, "acknowledge"], {}, "Acknowledged with the next row."),
  acted: data => change(["systems", here.system, "incidents", data.incident, "acted"], {}, "Noted: if nothing fails now, it was averted."),
  verdict: data => change(["systems", here.system, "incidents", data.incident, "verdict"], {right: data.value === "true"}, "Thank you, the verdict counts."),
  remove: data => change(["systems", here.system, data.kind], {remove: data.value}, "Removed."),
  know: data => change(["systems", here.system, "health"], {kind: data.kind, subject: data.subject}, "Noted."),
  retrain: () => change(["systems", here.system, "retrain"], {}, "A model is trained beside the one that works."),
  promote: () => change(["systems", here.system, "promote"], {}, "The candidate works now."),
  rollback: () => change(["systems", here.system, "rollback"], {}, "The model before works again."),
  mute: async data => {
    const system = await ask(api("systems", here.system));
    inquire("Mute", [
      {name: "what", label: "What", value: "intent", options: [["intent", "alerts of the intent"], ["cause", "incidents of which it is the root cause"]]},
      {name: "intent", label: "Intent", value: data.intent, options: system.intents.map(i => [i.name, i.name])},
      {name: "for", label: "For how long", value: "2h", hint: "such as 30m, 4h or 1d; by the system's own clock"},
    ], "Mute", form => change(["systems", here.system, "mutes"], {[form.what]: form.intent, for: form.for}, "Muted."));
  },
  window: () => inquire("Plan work", [
    {name: "window", label: "When, and of what", value: "Tue 02:00 4h Europe/Berlin", hint: "days, begin, duration, time zone, and if not for all: “for” and names of intents"},
  ], "Plan", form => change(["systems", here.system, "windows"], {window: form.window}, "Planned.")),
};

document.addEventListener("click", event => {
  const button = event.target.closest("[data-do]");
  if (button && DEEDS[button.dataset.do]) {
    DEEDS[button.dataset.do](button.dataset);
  }
});

// ---- live

let drawing = false, again = false, drawn = 0;

async function refresh() {
  if (drawing) {
    again = true;
    return;
  }
  drawing = true;
  try {
    await draw();
    drawn = Date.now();
    document.documentElement.dataset.drawn = "yes";
  } catch (e) {
    if (!drawn) {
      show(hero("dim", "!", "That can't be shown", h("p", {}, String(e.message))));
    }
  }
  setTimeout(() => {
    drawing = false;
    if (again) {
      again = false;
      refresh();
    }
  }, 900);
}

function live() {
  const link = document.getElementById("link"), updates = new EventSource(api("updates"));
  updates.onopen = () => { link.textContent = "live"; link.className = "link"; refresh(); };
  updates.onerror = () => { link.textContent = "not connected"; link.className = "link off"; };
  updates.onmessage = event => {
    const {systems} = JSON.parse(event.data);
    if (!here.system || systems.includes(here.system)) {
      refresh();
    }
  };
  setInterval(refresh, 30000); // a page that reads slowly may have missed one
}

const crumbs = document.getElementById("crumbs");
if (here.system) {
  crumbs.append(h("a", {href: "/systems/" + encodeURIComponent(here.system)}, here.system));
  if (here.incident) {
    crumbs.append(" / incident");
  }
}
document.getElementById("account").append(mayChange
    ? h("form", {method: "post", action: "/logout"}, h("button", {class: "plain"}, "Sign out"))
    : h("a", {href: "/login"}, "Sign in"));
if (path[1] !== "login") {
  refresh();
  live();
}
