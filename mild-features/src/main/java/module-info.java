/** KPI rows in, feature rows out: rolling windows, seasonal residuals, standardisation. */
module io.mild.features {
  requires static org.jspecify;

  exports io.mild.features;
  exports io.mild.features.drift;
}
