package co.seam.instantkeys.wiremock;

import static org.assertj.core.api.Assertions.assertThat;

import co.seam.instantkeys.generated.model.InstantKey;
import java.time.Clock;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WorkspaceTest {
    private static final String GUEST = "9b7e2f34-61c8-4d5f-8a10-7e3bd94c02f6";

    @Test
    void issueKey_whenChanceRepeatsALink_drawsAnother() {
        Workspace workspace = new Workspace(Clock.systemUTC(), new SameTwiceThenRandom());

        String first = workspace.issueKey(GUEST, null).getInstantKeyUrl();
        String second = workspace.issueKey(GUEST, null).getInstantKeyUrl();

        assertThat(first).isEqualTo("https://ik.seam.co/AAAAAA");
        assertThat(second).isNotEqualTo(first);
    }

    @Test
    void issueKey_whenChanceRepeatsTheLinkOfADeletedKey_drawsAnother() {
        Workspace workspace = new Workspace(Clock.systemUTC(), new SameTwiceThenRandom());

        InstantKey first = workspace.issueKey(GUEST, null);
        workspace.remove(first);
        String second = workspace.issueKey(GUEST, null).getInstantKeyUrl();

        assertThat(second).isNotEqualTo(first.getInstantKeyUrl());
    }

    /** Zeros for a link, the token of its session and one more link, then chance. */
    private static final class SameTwiceThenRandom extends Random {
        private static final long serialVersionUID = 1L;

        private int drawn;

        @Override
        protected int next(int bits) {
            return drawn++ < 6 + 32 + 6 ? 0 : super.next(bits);
        }
    }
}
