/**
 * MILD as a service: from a Prometheus to a page in the browser.
 *
 * <p>Start reading at {@link io.mild.server.MildServer}.
 */
@NullMarked
package io.mild.server;

import org.jspecify.annotations.NullMarked;
