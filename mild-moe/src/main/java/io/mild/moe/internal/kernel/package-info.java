/**
 * Sums of products over many rows at once, in plain Java or in the Vector API. Start at {@link
 * io.mild.moe.internal.kernel.Kernel}. Not API, and not exported.
 */
@NullMarked
package io.mild.moe.internal.kernel;

import org.jspecify.annotations.NullMarked;
