package co.seam.instantkeys.examples.hotel;

import co.seam.instantkeys.IssuedStay;
import co.seam.instantkeys.SeamException;
import java.time.LocalDate;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.format.annotation.DateTimeFormat.ISO;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The page of arrivals. Each button is a form; its response redirects, so that reloading the page repeats nothing. */
@Controller
class FrontDeskController {
    private final FrontDesk frontDesk;
    private final Api api;
    private final String hotel;

    FrontDeskController(FrontDesk frontDesk, Api api, @Value("${hotel.name}") String hotel) {
        this.frontDesk = frontDesk;
        this.api = api;
        this.hotel = hotel;
    }

    /** @param number of the booking whose key is shown; links are secrets, so the page shows one at a time */
    @GetMapping({"/", "/arrivals/{number}"})
    String arrivals(@PathVariable(required = false) @Nullable String number, Model page) {
        page.addAttribute("hotel", hotel);
        page.addAttribute("api", api.note());
        page.addAttribute("isSandbox", api.isSandbox());
        page.addAttribute("selected", number);
        try {
            page.addAttribute("arrivals", frontDesk.arrivals());
            page.addAttribute("freeRooms", frontDesk.freeRooms());
        } catch (SeamException e) {
            page.addAttribute("arrivals", List.of());
            page.addAttribute("unavailable", Failure.text(e));
        }
        return "arrivals";
    }

    @PostMapping("/arrivals/{number}/issue")
    String issue(@PathVariable String number, RedirectAttributes next) {
        return perform(
                number,
                next,
                () -> frontDesk.issue(number).isNew()
                        ? "The key is issued."
                        : "The key was there already: here it is.");
    }

    /** @param until the new date, and not a number of days: sending the form twice extends the stay once */
    @PostMapping("/arrivals/{number}/extend")
    String extend(
            @PathVariable String number,
            @RequestParam @DateTimeFormat(iso = ISO.DATE) LocalDate until,
            RedirectAttributes next) {
        return perform(number, next, () -> {
            frontDesk.extend(number, until);
            return "The stay is extended. The link stays the same.";
        });
    }

    @PostMapping("/arrivals/{number}/move")
    String move(@PathVariable String number, @RequestParam String room, RedirectAttributes next) {
        return perform(number, next, () -> {
            frontDesk.move(number, room);
            return "The guest has another room, and a new link. The old link is withdrawn.";
        });
    }

    @PostMapping("/arrivals/{number}/cancel")
    String cancel(@PathVariable String number, RedirectAttributes next) {
        return perform(
                number,
                next,
                () -> frontDesk.cancel(number)
                        ? "The key is withdrawn: it opens no doors any more."
                        : "There was no key to withdraw.");
    }

    @GetMapping(path = "/arrivals/{number}/key.svg", produces = "image/svg+xml")
    @ResponseBody
    String svg(@PathVariable String number) {
        return QrCode.of(link(number)).toSvg();
    }

    @GetMapping(path = "/arrivals/{number}/key.png", produces = MediaType.IMAGE_PNG_VALUE)
    @ResponseBody
    byte[] png(@PathVariable String number) {
        return QrCode.of(link(number)).toPng();
    }

    /** @throws NoSuchElementException if there is no such booking, or if it has no key */
    private String link(String number) {
        IssuedStay stay = frontDesk.arrival(number).stay();
        if (stay == null) {
            throw new NoSuchElementException("no key");
        }
        return stay.getInstantKeyUrl();
    }

    private static String perform(String number, RedirectAttributes next, Supplier<String> action) {
        try {
            next.addFlashAttribute("done", action.get());
        } catch (SeamException | IllegalArgumentException e) {
            next.addFlashAttribute("failed", Failure.text(e));
        }
        next.addAttribute("number", number);
        return "redirect:/arrivals/{number}#{number}";
    }

    @ExceptionHandler(NoSuchElementException.class)
    @ResponseStatus(HttpStatus.NOT_FOUND)
    String notFound(Model page) {
        page.addAttribute("status", HttpStatus.NOT_FOUND.value());
        return "error";
    }
}
