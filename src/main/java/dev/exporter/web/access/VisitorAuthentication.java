package dev.exporter.web.access;

import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;

/** A visitor as Spring Security knows it: an authority for each scope that it has. */
final class VisitorAuthentication extends AbstractAuthenticationToken {
    private static final long serialVersionUID = 1L;

    private final transient Visitor visitor;

    VisitorAuthentication(Visitor visitor) {
        super(AuthorityUtils.createAuthorityList(
                visitor.canOperate() ? new String[] {"read", "operate"} : new String[] {"read"}));
        this.visitor = visitor;
        setAuthenticated(true);
    }

    @Override
    public Object getCredentials() {
        return "";
    }

    @Override
    public Object getPrincipal() {
        return visitor.name();
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
