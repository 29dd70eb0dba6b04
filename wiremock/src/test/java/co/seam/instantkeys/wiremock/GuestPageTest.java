package co.seam.instantkeys.wiremock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import co.seam.instantkeys.generated.model.InstantKeyCustomization;
import co.seam.instantkeys.wiremock.Caller.Response;
import java.net.InetAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The page behind a link, over HTTP. {@code BrowserIT} sees it with the eyes of a browser. */
class GuestPageTest {
    private static final Instant CHECK_IN = Instant.parse("2127-07-13T15:00:00Z");
    private static final Pattern LOADED = Pattern.compile("(?:src|href|action)=\"([^\"]*)\"");

    private final SeamSandbox sandbox = settings().localLinks().start();
    private final Caller caller = new Caller(sandbox);

    @AfterEach
    void stop() {
        sandbox.close();
    }

    private static SeamSandbox.Builder settings() {
        return SeamSandbox.builder().clock(Clock.fixed(CHECK_IN, ZoneOffset.UTC));
    }

    @Test
    void link_localOnes_leadToTheSandbox() {
        String url = grant("Jane Doe", 1);

        assertThat(url).matches(Pattern.quote(sandbox.endpoint()) + "/ik/[A-Z2-9]{6}");
        assertThat(caller.post("/instant_keys/get", "{\"instant_key_url\": \"" + url + "\"}")
                        .text("instant_key.instant_key_url"))
                .isEqualTo(url);
    }

    @Test
    void link_byDefault_isThatOfSeamAndTheSandboxHasNoPage() {
        try (SeamSandbox other = SeamSandbox.start()) {
            Response grant = new Caller(other).createGrant("mobile_key");

            assertThat(grant.text("access_grant.instant_key_url")).startsWith("https://ik.seam.co/");
            assertThat(Page.get(other.endpoint() + "/ik/AAAAAA").status).isEqualTo(401);
            assertThat(Page.get(other.endpoint() + "/__sandbox").status).isEqualTo(401);
        }
    }

    @Test
    void get_readyKey_showsEverythingInThePropertysTime() {
        Page page = Page.get(grant("Jane Doe", 3));

        assertThat(page.status).isEqualTo(200);
        assertThat(page.body)
                .contains("Harbour House", "Jane Doe", "Ready.", "Room 101", "3 of 3")
                .contains("Sun 13 Jul 2127, 17:00") // in Stockholm
                .contains("Wed 16 Jul 2127, 13:00")
                .contains("(Europe/Stockholm)");
    }

    @Test
    void get_anyPage_loadsNothingFromElsewhereAndLeavesNoTrace() {
        String url = grant("Jane Doe", 1);
        Page page = Page.get(url);

        assertThat(page.headers)
                .containsEntry("Content-Type", "text/html; charset=utf-8")
                .containsEntry("Cache-Control", "no-store")
                .containsEntry("Referrer-Policy", "no-referrer")
                .containsEntry("X-Content-Type-Options", "nosniff")
                .doesNotContainKey("Set-Cookie");
        String nonce = page.body.replaceFirst("(?s).*<style nonce=\"([^\"]+)\">.*", "$1");
        assertThat(page.headers.get("Content-Security-Policy"))
                .isEqualTo("default-src 'none'; style-src 'nonce-" + nonce + "'; img-src data:; form-action 'self';"
                        + " base-uri 'none'; frame-ancestors 'none'");
        assertThat(page.body).doesNotContain("<script", " style=", "@import", "url(");
        Matcher loaded = LOADED.matcher(page.body);
        while (loaded.find()) {
            assertThat(loaded.group(1)).isIn("data:,", URI.create(url).getPath());
        }
        assertThat(Page.get(url).body).doesNotContain(nonce);
    }

    @Test
    void tap_readyKey_unlocksAndLeadsToAPageThatCanBeLoadedAgain() {
        String url = grant("Jane Doe", 2);

        Page tapped = tap(url, "Room 101");
        Page shown = Page.get(sandbox.endpoint() + tapped.headers.get("Location"));
        Page again = Page.get(sandbox.endpoint() + tapped.headers.get("Location"));

        assertThat(tapped.status).isEqualTo(303);
        assertThat(shown.body).contains("Room 101 is unlocked.", "1 of 2");
        assertThat(again.body).contains("1 of 2");
        assertThat(caller.eventTypes("\"event_type\": \"lock.unlocked\"")).hasSize(1);
    }

    @Test
    void tap_eventOfAnotherGuest_isNotShown() {
        String location = tap(grant("Jane Doe", 2), "Room 101").headers.get("Location");
        String other = grant("John Doe", 1);

        assertThat(Page.get(other + location.replaceFirst(".*\\?", "?")).body).doesNotContain("is unlocked");
    }

    @Test
    void tap_usedUp_showsWhyTheDoorStaysLocked() {
        String url = grant("Jane Doe", 1);
        tap(url, "Room 101");

        Page rejected = tap(url, "Room 101");

        assertThat(rejected.status).isEqualTo(409);
        assertThat(rejected.body).contains(">Room 101 stays locked.</p>", "role=\"alert\"", "0 of 1");
        assertThat(caller.eventTypes("\"event_type\": \"lock.unlocked\"")).hasSize(1);
    }

    @Test
    void tap_doorOfAnotherRoom_isRejected() {
        Page rejected = tap(grant("Jane Doe", 1), "Room 102");

        assertThat(rejected.status).isEqualTo(409);
        assertThat(rejected.body).contains("Room 102 stays locked. This key is not for that door.");
    }

    @Test
    void get_doorWithoutMobileKey_hasNoButton() {
        String page = Page.get(caller.post("/access_grants/create", """
                {"acs_entrance_ids": ["%s", "%s"], "user_identity": {},
                 "requested_access_methods": [{"mode": "mobile_key"}]}
                """.formatted(
                                        sandbox.acsEntranceId("Room 101"), sandbox.acsEntranceId("Service Entrance")))
                        .text("access_grant.instant_key_url"))
                .body;

        assertThat(page)
                .contains("<strong>Service Entrance</strong> This door does not open with a phone.")
                .containsOnlyOnce("<button");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "door=", "door=nothing", "roof=1"})
    void tap_formWithoutADoor_isRejected(String form) {
        Page rejected = Page.form(grant("Jane Doe", 1), form);

        assertThat(rejected.status).isEqualTo(409);
        assertThat(rejected.body).contains("The door stays locked");
    }

    @Test
    void states_byTheClockOfTheSandbox_areShown() {
        sandbox.issueAfter(Duration.ofMinutes(1));
        Response grant = create("Jane Doe", 1, "2127-07-13T16:00:00Z");
        String url = grant.text("access_grant.instant_key_url");

        assertThat(Page.get(url).body).contains(KeyState.NOT_READY.message);
        sandbox.clock().advance(Duration.ofMinutes(1));
        assertThat(Page.get(url).body).contains(KeyState.NOT_STARTED.message);
        sandbox.clock().advance(Duration.ofMinutes(59));
        assertThat(Page.get(url).body).contains(KeyState.READY.message);
        tap(url, "Room 101");
        assertThat(Page.get(url).body).contains(KeyState.USED_UP.message);
        sandbox.clock().advance(Duration.ofHours(47));
        assertThat(Page.get(url).body).contains(KeyState.EXPIRED.message);
        caller.post(
                "/access_grants/delete",
                "{\"access_grant_id\": \"%s\"}".formatted(grant.text("access_grant.access_grant_id")));
        assertThat(Page.get(url).body).contains(KeyState.REVOKED.message).doesNotContain("Jane Doe");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/ik/AAAAAA", "/ik/", "/ik/a/b", "/ik/%3Cscript%3E", "/ik/AAAAAA?unlocked=x"})
    void get_unknownLink_is404AndRepeatsNothing(String path) {
        Page page = Page.get(sandbox.endpoint() + path);

        assertThat(page.status).isEqualTo(404);
        assertThat(page.body).contains("Unknown link.").doesNotContain("AAAAAA", "<script", "%3C");
    }

    @Test
    void names_withMarkup_stayText() {
        String hostile = "\"><script>alert(1)</script>'&amp;";

        Page page = Page.get(grant(hostile, 1));

        assertThat(page.body)
                .contains("&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&#39;&amp;amp;")
                .doesNotContain("<script");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            http://evil.example,      cross-site
            http://127.0.0.1:1,       same-site
            http://localhost,         ''
            '',                       cross-site
            null,                     cross-site
            """)
    void tap_fromAPageElsewhere_isRejected(String origin, String site) {
        String url = grant("Jane Doe", 1);

        Page page = Page.form(url, door("Room 101"), header("Origin", origin), header("Sec-Fetch-Site", site));

        assertThat(page.status).isEqualTo(403);
        assertThat(caller.eventTypes("\"event_type\": \"lock.unlocked\"")).isEmpty();
    }

    @Test
    void tap_asABrowserSendsIt_unlocks() {
        String url = grant("Jane Doe", 2);

        assertThat(Page.form(url, door("Room 101"), "Origin: null", "Sec-Fetch-Site: same-origin").status)
                .isEqualTo(303);
        assertThat(Page.form(url, door("Room 101"), "Origin: " + sandbox.endpoint()).status)
                .isEqualTo(303);
    }

    @Test
    void methods_otherThanGetAndPost_areRejected() {
        String url = grant("Jane Doe", 1);

        assertThat(Page.send("DELETE", url, "").status).isEqualTo(405);
        assertThat(Page.send("HEAD", url, "").status).isEqualTo(200);
        assertThat(Page.get(url).body).contains("1 of 1");
    }

    @Test
    void profile_colorsAndLogo_areShown() {
        String logo = "data:image/png;base64,iVBORw0KGgo=";
        String profile = sandbox.addCustomizationProfile(InstantKeyCustomization.builder()
                .logoUrl(logo)
                .primaryColor("#FFCC00")
                .secondaryColor("036")
                .build());

        String page = Page.get(branded(profile)).body;

        assertThat(page)
                .contains("--primary:#FFCC00;--on-primary:#000000;--secondary:#003366;--on-secondary:#ffffff")
                .contains("src=\"" + logo + "\"");
    }

    @Test
    void profile_logoElsewhereAndValuesThatAreNoColors_areNotInThePage() {
        String profile = sandbox.addCustomizationProfile(InstantKeyCustomization.builder()
                .logoUrl("https://cdn.example.com/logo.png")
                .primaryColor("red}body{display:none")
                .secondaryColor("#12345")
                .build());

        String page = Page.get(branded(profile)).body;

        assertThat(page)
                .doesNotContain("cdn.example.com", "display:none", "#12345")
                .contains("aria-hidden=\"true\">H</span>");
    }

    @Test
    void lan_guestPage_isAllThatOthersCanReach() {
        assumeTrue(hasLan(), "this machine has no address in a local network");
        try (SeamSandbox shared = settings().localLinksOnLan().window().start()) {
            String url = new Caller(shared).createGrant("mobile_key").text("access_grant.instant_key_url");
            String lan = url.replaceFirst("/ik/.*", "");

            assertThat(URI.create(url).getHost()).isNotEqualTo("127.0.0.1");
            assertThat(Page.get(url).body).contains("Room 101", "1 of 1");
            for (String path : List.of("/", "/__sandbox", "/__admin/requests", "/acs/entrances/list", "/ik")) {
                assertThat(Page.json(lan + path, "{}", "Authorization: Bearer " + shared.apiKey()).status)
                        .as(path)
                        .isEqualTo(404);
            }
            String door = "door=" + shared.acsEntranceId("Room 101");
            assertThat(Page.form(url, door, "Origin: http://evil.example").status)
                    .isEqualTo(403);
            assertThat(Page.form(url, door, "Origin: null").status).isEqualTo(303);
            assertThat(Page.form(url, door).status).isEqualTo(409);
            assertThat(Page.send("HEAD", url, "").status).isEqualTo(200);
            assertThat(Page.get(shared.endpoint() + URI.create(url).getPath()).body)
                    .contains("0 of 1");
        }
    }

    private static boolean hasLan() {
        try {
            InetAddress address = LanListener.localAddress();
            return !address.isLoopbackAddress();
        } catch (IllegalStateException e) {
            return false;
        }
    }

    /** A header that is empty counts as absent. */
    private static String header(String name, String value) {
        return value.isEmpty() ? "X-None: none" : name + ": " + value;
    }

    private Page tap(String url, String door) {
        return Page.form(url, door(door));
    }

    private String door(String name) {
        return "door=" + sandbox.acsEntranceId(name);
    }

    private String branded(String profile) {
        return caller.createGrantWith(
                        "\"user_identity\": {}, \"customization_profile_id\": \"" + profile + "\"", "mobile_key")
                .text("access_grant.instant_key_url");
    }

    private String grant(String guest, int uses) {
        return create(guest, uses, "2127-07-13T15:00:00Z").text("access_grant.instant_key_url");
    }

    private Response create(String guest, int uses, String start) {
        return caller.post("/access_grants/create", """
                {"acs_entrance_ids": ["%s"], "user_identity": {"full_name": "%s"}, "starts_at": "%s",
                 "ends_at": "2127-07-16T11:00:00Z", "requested_access_methods":
                 [{"mode": "mobile_key", "instant_key_max_use_count": %d}]}
                """.formatted(
                        sandbox.acsEntranceId("Room 101"), guest.replace("\"", "\\\""), start, uses));
    }
}
