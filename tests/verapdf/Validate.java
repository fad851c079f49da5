// Checks PDF files with the engine of veraPDF: java -cp <jar> Validate.java FLAVOURS FILE FLAVOURS FILE...
//
// FLAVOURS are names of profiles, such as PDFUA-1,PDFA-3A. Each file and profile gives one line:
// PASS or FAIL, the profile, the file, the number of checks, and the clauses that failed.
//
// The jar carries the profiles as XML, but nothing that veraPDF could read them with (JAXB): they are read here
// with the parser of the JDK. veraPDF looks up profiles for embedded PDFs, too, and finds none; we embed none.

import java.io.FileInputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.logging.LogManager;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.ErrorArgument;
import org.verapdf.pdfa.validation.profiles.ErrorArgumentImpl;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.Rule;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;
import org.verapdf.pdfa.validation.profiles.Variable;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

public class Validate {
    private static final String FOLDER = "/org/verapdf/pdfa/validation/";

    public static void main(String[] arguments) throws Exception {
        LogManager.getLogManager().reset();
        VeraGreenfieldFoundryProvider.initialise();
        Map<String, ValidationProfile> profiles = new HashMap<>();
        for (int place = 0; place < arguments.length; place += 2) {
            for (String name : arguments[place].split(",")) {
                if (!profiles.containsKey(name)) {
                    profiles.put(name, readProfile(name));
                }
                System.out.println(judge(name, profiles.get(name), arguments[place + 1]));
            }
        }
    }

    private static String judge(String name, ValidationProfile profile, String file) throws Exception {
        try (InputStream stream = new FileInputStream(file);
                PDFAParser parser = Foundries.defaultInstance().createParser(stream, profile.getPDFAFlavour());
                PDFAValidator validator =
                        Foundries.defaultInstance().createValidator(profile, -1, false, true, false)) {
            ValidationResult result = validator.validate(parser);
            Set<String> failed = new TreeSet<>();
            for (TestAssertion assertion : result.getTestAssertions()) {
                if (assertion.getStatus() == TestAssertion.Status.FAILED) {
                    failed.add(assertion.getRuleId().getClause() + "-" + assertion.getRuleId().getTestNumber());
                }
            }
            // what was not checked at all has not passed
            boolean passed = result.isCompliant() && failed.isEmpty() && result.getTotalAssertions() > 0;
            return String.join("\t", passed ? "PASS" : "FAIL", name, file,
                    String.valueOf(result.getTotalAssertions()), String.join(" ", failed));
        }
    }

    private static ValidationProfile readProfile(String name) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        DocumentBuilder builder = factory.newDocumentBuilder();
        Element root;
        try (InputStream stream = Profiles.class.getResourceAsStream(FOLDER + name + ".xml")) {
            root = builder.parse(stream).getDocumentElement();
        }
        Set<Rule> rules = new HashSet<>();
        for (Element rule : inside(root, "rules", "rule")) {
            rules.add(readRule(rule));
        }
        Set<Variable> variables = new HashSet<>();
        for (Element variable : inside(root, "variables", "variable")) {
            variables.add(Profiles.variableFromValues(variable.getAttribute("name"), variable.getAttribute("object"),
                    text(variable, "defaultValue"), text(variable, "value")));
        }
        if (rules.isEmpty()) {
            throw new IllegalStateException("the profile " + name + " has no rules");
        }
        return Profiles.profileFromValues(PDFAFlavour.valueOf(root.getAttribute("flavour")),
                Profiles.profileDetailsFromValues(name, "", "", new Date(0)), "", rules, variables);
    }

    private static Rule readRule(Element rule) {
        Element id = first(rule, "id").orElseThrow();
        Element error = first(rule, "error").orElseThrow();
        List<ErrorArgument> values = new ArrayList<>();
        for (Element argument : inside(error, "arguments", "argument")) {
            values.add(ErrorArgumentImpl.fromValues(argument.getTextContent(), attribute(argument, "name"), null));
        }
        return Profiles.ruleFromValues(
                Profiles.ruleIdFromValues(PDFAFlavour.Specification.valueOf(id.getAttribute("specification")),
                        id.getAttribute("clause"), Integer.parseInt(id.getAttribute("testNumber"))),
                rule.getAttribute("object"), Boolean.valueOf(rule.getAttribute("deferred")), attribute(rule, "tags"),
                text(rule, "description"), text(rule, "test"),
                Profiles.errorFromValues(text(error, "message"), values), List.of());
    }

    private static String attribute(Element element, String name) {
        return element.hasAttribute(name) ? element.getAttribute(name) : null;
    }

    private static String text(Element element, String name) {
        return first(element, name).map(Element::getTextContent).orElse("");
    }

    private static Optional<Element> first(Element element, String name) {
        return children(element, name).stream().findFirst();
    }

    private static List<Element> inside(Element element, String list, String name) {
        return first(element, list).map(found -> children(found, name)).orElse(List.of());
    }

    private static List<Element> children(Element element, String name) {
        List<Element> found = new ArrayList<>();
        NodeList nodes = element.getChildNodes();
        for (int place = 0; place < nodes.getLength(); place++) {
            if (nodes.item(place) instanceof Element child && child.getLocalName().equals(name)) {
                found.add(child);
            }
        }
        return found;
    }
}
