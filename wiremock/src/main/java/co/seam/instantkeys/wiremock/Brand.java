package co.seam.instantkeys.wiremock;

import co.seam.instantkeys.generated.model.InstantKeyCustomization;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The logo and the colors of a guest's page. A value that is not recognized counts as absent: the API documents no
 * format of colors, and what is not a plain color must not get into a style sheet.
 *
 * <p>Only a logo that is in the profile itself, as a {@code data:} URL, is shown. In place of any other, the page shows
 * the first letter of the property: it loads nothing from elsewhere, so that it works offline and no other server
 * learns when a guest opens a link.
 */
final class Brand {
    private static final Pattern COLOR = Pattern.compile("#?([0-9a-fA-F]{6}|[0-9a-fA-F]{3})");
    private static final Pattern LOGO = Pattern.compile("data:image/(?:png|jpeg|gif|webp|svg\\+xml)[;,].*");
    private static final String DEFAULT_PRIMARY = "1d6b52";
    private static final String DEFAULT_SECONDARY = "12382c";

    private final @Nullable InstantKeyCustomization profile;

    /** @param profile null for the colors of the sandbox */
    Brand(@Nullable InstantKeyCustomization profile) {
        this.profile = profile;
    }

    /** Returns the {@code data:} URL of the logo; null if there is none that can be shown. */
    @Nullable
    String logo() {
        String url = profile == null ? null : profile.getLogoUrl();
        return url != null && LOGO.matcher(url).matches() ? url : null;
    }

    /** Returns the declarations of the colors for the style sheet. */
    String style() {
        String primary = hex(profile == null ? null : profile.getPrimaryColor(), DEFAULT_PRIMARY);
        String secondary = hex(profile == null ? null : profile.getSecondaryColor(), DEFAULT_SECONDARY);
        return ":root{--primary:#" + primary + ";--on-primary:" + legibleOn(primary) + ";--secondary:#" + secondary
                + ";--on-secondary:" + legibleOn(secondary) + "}";
    }

    private static String hex(@Nullable String color, String fallback) {
        if (color == null || !COLOR.matcher(color).matches()) {
            return fallback;
        }
        String digits = color.startsWith("#") ? color.substring(1) : color;
        return digits.length() == 6 ? digits : digits.replaceAll("(.)", "$1$1");
    }

    /** Returns whichever of black and white has more contrast, at least 4.5 to 1 as WCAG asks for. */
    private static String legibleOn(String hex) {
        double luminance = 0.2126 * linear(hex, 0) + 0.7152 * linear(hex, 2) + 0.0722 * linear(hex, 4);
        return 1.05 / (luminance + 0.05) >= (luminance + 0.05) / 0.05 ? "#ffffff" : "#000000";
    }

    private static double linear(String hex, int start) {
        double value = Integer.parseInt(hex.substring(start, start + 2), 16) / 255.0;
        return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
    }
}
