package co.seam.instantkeys.wiremock;

import org.jspecify.annotations.Nullable;

/** The sandbox's own pages, next to the API: each only if the settings of the sandbox ask for it. Thread-safe. */
final class Web {
    private volatile @Nullable GuestPage guestPage;
    private volatile @Nullable Window window;

    void open(GuestPage page) {
        guestPage = page;
    }

    void open(Window page) {
        window = page;
    }

    /** Returns the response; null if the request is none for a page. */
    @Nullable
    WebResponse respond(WebRequest request) {
        GuestPage guest = guestPage;
        if (guest != null && GuestPage.serves(request.path)) {
            return guest.respond(request);
        }
        Window open = window;
        return open != null && Window.serves(request.path) ? open.respond(request) : null;
    }
}
