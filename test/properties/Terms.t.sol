// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Terms, toTerms} from "../../contracts/types/Terms.sol";
import {VM} from "../fixtures/Vm.sol";

contract TermsTest {
    function testFuzz_roundTrip(
        uint96 price,
        uint32 period,
        uint40 start,
        uint40 deadline,
        uint32 window,
        uint16 feeBps
    ) external pure {
        Terms terms = toTerms(price, period, start, deadline, window, feeBps);
        VM.assertEq(terms.price(), price, "price");
        VM.assertEq(terms.period(), period, "period");
        VM.assertEq(terms.start(), start, "start");
        VM.assertEq(terms.deadline(), deadline, "deadline");
        VM.assertEq(terms.window(), window, "window");
        VM.assertEq(terms.feeBps(), feeBps, "feeBps");
        VM.assertEq(terms.isOrder(), period == 0, "isOrder");
    }

    function testFuzz_layout(uint256 word) external pure {
        Terms terms = Terms.wrap(bytes32(word));
        VM.assertEq(terms.feeBps(), word % 2 ** 16, "feeBps");
        VM.assertEq(terms.window(), (word / 2 ** 16) % 2 ** 32, "window");
        VM.assertEq(terms.deadline(), (word / 2 ** 48) % 2 ** 40, "deadline");
        VM.assertEq(terms.start(), (word / 2 ** 88) % 2 ** 40, "start");
        VM.assertEq(terms.period(), (word / 2 ** 128) % 2 ** 32, "period");
        VM.assertEq(terms.price(), word / 2 ** 160, "price");
    }

    function testFuzz_everyWordIsTerms(bytes32 word) external pure {
        Terms terms = Terms.wrap(word);
        Terms again = toTerms(
            uint96(terms.price()),
            uint32(terms.period()),
            uint40(terms.start()),
            uint40(terms.deadline()),
            uint32(terms.window()),
            uint16(terms.feeBps())
        );
        VM.assertEq(Terms.unwrap(again), word, "word");
    }

    function testFuzz_onlyThePeriodMakesAnOrder(bytes32 word) external pure {
        bytes32 period = bytes32(uint256(type(uint32).max) << 128);
        VM.assertTrue(Terms.wrap(word & ~period).isOrder(), "no period");
        VM.assertTrue(!Terms.wrap(word | bytes32(uint256(1) << 128)).isOrder(), "shortest period");
        VM.assertTrue(!Terms.wrap(word | bytes32(uint256(1) << 159)).isOrder(), "long period");
    }
}
