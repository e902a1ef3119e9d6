/**
 * The page, the API and the metrics over HTTP.
 *
 * <p>Start reading at {@link io.mild.server.web.WebServer}.
 */
@NullMarked
package io.mild.server.web;

import org.jspecify.annotations.NullMarked;
