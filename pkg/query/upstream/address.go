package upstream

import (
	_ "embed"
	"net/netip"
	"strings"

	"github.com/tidemark/tidemark/pkg/query"
)

//go:embed addresses.txt
var addressTable string

// addressRange is a range of addresses, and the class of those that no narrower range holds.
type addressRange struct {
	netip.Prefix
	class string
}

var addressRanges = readRanges(addressTable)

func readRanges(table string) []addressRange {
	var ranges []addressRange
	for line := range strings.Lines(table) {
		if words := strings.Fields(line); len(words) > 2 && words[0] != "#" {
			ranges = append(ranges, addressRange{netip.MustParsePrefix(words[0]), words[1]})
		}
	}
	return ranges
}

// refused says whether limits.addresses keeps an address from being dialled: for itself, or for
// an IPv4 address that it stands for.
func refused(ip netip.Addr, allowed string) bool {
	if allowed == query.AddressesAny {
		return false
	}
	ip = ip.WithZone("").Unmap() // a range holds no address with a zone
	for _, one := range append(embedded(ip), ip) {
		switch classOf(one) {
		case "global":
		case "local", "platform":
			return true
		default:
			if allowed == query.AddressesPublic {
				return true
			}
		}
	}
	return false
}

func classOf(ip netip.Addr) string {
	narrowest := addressRange{}
	for _, r := range addressRanges {
		if r.Contains(ip) && (narrowest.class == "" || r.Bits() > narrowest.Bits()) {
			narrowest = r
		}
	}
	return narrowest.class
}

var (
	compatible    = netip.MustParsePrefix("::/96")           // RFC 4291, 2.5.5.1
	translated    = netip.MustParsePrefix("::ffff:0:0:0/96") // RFC 2765
	nat64         = netip.MustParsePrefix("64:ff9b::/96")    // RFC 6052
	nat64Local    = netip.MustParsePrefix("64:ff9b:1::/48")  // RFC 8215
	teredo        = netip.MustParsePrefix("2001::/32")       // RFC 4380
	sixToFour     = netip.MustParsePrefix("2002::/16")       // RFC 3056
	isatapPrivate = [4]byte{0x00, 0x00, 0x5e, 0xfe}          // RFC 5214, bytes 8 to 11 of any prefix
	isatapGlobal  = [4]byte{0x02, 0x00, 0x5e, 0xfe}
)

// embedded returns the IPv4 addresses that an IPv6 address leads to through a translator or a
// tunnel. IPv4-mapped ones are unmapped before.
func embedded(ip netip.Addr) []netip.Addr {
	if ip.Is4() {
		return nil
	}
	b := ip.As16()
	four := func(at ...int) netip.Addr { return netip.AddrFrom4([4]byte{b[at[0]], b[at[1]], b[at[2]], b[at[3]]}) }
	last := four(12, 13, 14, 15)
	switch {
	case compatible.Contains(ip), translated.Contains(ip), nat64.Contains(ip):
		return []netip.Addr{last}
	case nat64Local.Contains(ip): // for each length of the prefix that a network may choose; byte 8 is 0
		return []netip.Addr{last, four(6, 7, 9, 10), four(7, 9, 10, 11), four(9, 10, 11, 12)}
	case sixToFour.Contains(ip):
		return []netip.Addr{four(2, 3, 4, 5)}
	case teredo.Contains(ip):
		return []netip.Addr{four(4, 5, 6, 7), netip.AddrFrom4([4]byte{^b[12], ^b[13], ^b[14], ^b[15]})}
	}
	if marker := [4]byte(b[8:12]); marker == isatapPrivate || marker == isatapGlobal {
		return []netip.Addr{last}
	}
	return nil
}
