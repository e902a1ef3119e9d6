/**
 * A trained model and what it says of rows of KPIs: load one with {@link io.mild.Mild#load}, open a
 * stream, give it a row a minute. Needs nothing that only training needs.
 */
@SuppressWarnings("module") // the telemetry is made above this one
module io.mild {
  requires static transitive org.jspecify;
  requires transitive io.mild.alerting;
  requires io.mild.explain;
  requires io.mild.features;
  requires io.mild.moe;
  requires com.fasterxml.jackson.core;
  requires de.siegmar.fastcsv;
  requires org.slf4j;
  requires static org.snakeyaml.engine; // goals as YAML, which is optional

  exports io.mild;
  exports io.mild.data;
  exports io.mild.explanation;
  exports io.mild.goals;
  exports io.mild.keyed;
  exports io.mild.report;
  exports io.mild.shadow;
  exports io.mild.internal.io to
      io.mild.connect,
      io.mild.synthetic;
}
