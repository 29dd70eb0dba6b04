package co.seam.instantkeys;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("co.seam.instantkeys");

    @Test
    void generated_dependsOnNothingOfTheFacade() {
        noClasses()
                .that()
                .resideInAPackage("..generated..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("co.seam.instantkeys")
                .because("it is regenerated from the contract alone, and the sandbox lives on it without the facade")
                .check(CLASSES);
    }

    @Test
    void facade_usesNoReflectiveGson() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("com.google.gson.Gson")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("com.google.gson.GsonBuilder")
                .because(
                        "a Gson object costs more at start-up than the rest of this SDK; only the factory for callers' own"
                                + " Gson names it")
                .check(CLASSES.that(com.tngtech.archunit.base.DescribedPredicate.describe(
                        "are not the factory", c -> !c.getSimpleName().equals("SeamTypeAdapterFactory"))));
    }

    @Test
    void publicClasses_areFinalUnlessExceptions() {
        classes()
                .that()
                .resideInAPackage("co.seam.instantkeys")
                .and()
                .arePublic()
                .and()
                .areNotAssignableTo(SeamException.class)
                .should()
                .haveModifier(JavaModifier.FINAL)
                .because("what nobody may extend can change without breaking anybody")
                .check(CLASSES);
    }

    @Test
    void fields_areNeverPublicUnlessConstants() {
        fields().that()
                .arePublic()
                .should()
                .beStatic()
                .andShould()
                .beFinal()
                .because("a public field is a promise without a check")
                .check(CLASSES);
    }

    @Test
    void nothing_printsOrUsesALoggingLibrary() {
        noClasses()
                .that()
                .doNotHaveSimpleName("StandAlone") // a program, whose output is what it is for
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .dependOnClassesThat()
                .resideInAnyPackage("org.slf4j..", "java.util.logging..", "org.apache..")
                .because("a library speaks through exceptions, and through System.Logger where it must")
                .check(CLASSES);
    }
}
