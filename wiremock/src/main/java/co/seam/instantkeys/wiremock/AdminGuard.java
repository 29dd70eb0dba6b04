package co.seam.instantkeys.wiremock;

import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.security.Authenticator;
import org.jspecify.annotations.Nullable;

/** Decides who may call WireMock's own {@code /__admin} over HTTP. Calls through the Java API bypass it. */
final class AdminGuard implements Authenticator {
    private final @Nullable WebGuard guard;

    /** @param guard null to reject everyone */
    AdminGuard(@Nullable WebGuard guard) {
        this.guard = guard;
    }

    @Override
    public boolean authenticate(Request request) {
        return guard != null && guard.reject(WebRequest.of(request)) == null;
    }
}
