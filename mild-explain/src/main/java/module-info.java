/** Shapley values of any risk function over groups of features. */
module io.mild.explain {
  requires static org.jspecify;

  exports io.mild.explain;
}
