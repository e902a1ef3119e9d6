/**
 * HTTP as sources and sinks use it: bounded in time and size, redirects not followed, errors that
 * say what to do. Begin with {@link io.mild.connect.http.HttpAccess}.
 */
@NullMarked
package io.mild.connect.http;

import org.jspecify.annotations.NullMarked;
