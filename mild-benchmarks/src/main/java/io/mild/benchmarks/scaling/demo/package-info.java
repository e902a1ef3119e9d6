/**
 * Shows all of it: a small shop whose services saturate and leak, a MILD model trained on its past,
 * and a controller that turns predicted failures into decisions, against a mock of Kubernetes' API.
 *
 * <p>Start reading at {@link ShopDemo}.
 */
@NullMarked
package io.mild.benchmarks.scaling.demo;

import org.jspecify.annotations.NullMarked;
