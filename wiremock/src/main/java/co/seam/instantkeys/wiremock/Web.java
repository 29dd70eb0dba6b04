package co.seam.instantkeys.wiremock;

import org.jspecify.annotations.Nullable;

/** The sandbox's own pages, next to the API: each only if the settings of the sandbox ask for it. */
final class Web {
    private final @Nullable GuestPage guestPage;

    Web(@Nullable GuestPage guestPage) {
        this.guestPage = guestPage;
    }

    /** Returns the response; null if the request is none for a page. */
    @Nullable
    WebResponse respond(WebRequest request) {
        if (guestPage != null && GuestPage.serves(request.path)) {
            return guestPage.respond(request);
        }
        return null;
    }
}
