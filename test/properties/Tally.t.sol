// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {MAX_TALLY_VOTES, Tally, TallyOverflow} from "../../contracts/types/Tally.sol";
import {VM, bound} from "../fixtures/Vm.sol";

/// @dev `expectRevert` needs an external call, but free functions revert in their caller.
contract TallyCaller {
    function add(Tally tally, uint8 support, uint256 weight) external pure returns (Tally) {
        return tally.add(support, weight);
    }
}

contract TallyTest {
    TallyCaller private _harness;

    function setUp() external {
        _harness = new TallyCaller();
    }

    function testFuzz_addIsExactForAnySequence(uint256[] calldata weights, uint256 seed, bool quorum) external {
        Tally tally;
        if (quorum) tally = tally.withQuorum(true);
        uint256[3] memory model;
        for (uint256 i = 0; i < weights.length; ++i) {
            uint8 support = uint8(uint256(keccak256(abi.encode(seed, i))) % 3);
            // Three sizes, so that the sums end well below, near and above the bound.
            uint256 weight = bound(weights[i], 0, i % 3 == 0 ? type(uint256).max : MAX_TALLY_VOTES >> (i % 3));
            if (weight > MAX_TALLY_VOTES - model[support]) {
                VM.expectRevert(abi.encodeWithSelector(TallyOverflow.selector, support, model[support], weight));
                _harness.add(tally, support, weight);
            } else {
                tally = tally.add(support, weight);
                model[support] += weight;
            }
            _assertTally(tally, model, quorum);
        }
    }

    function testFuzz_aLaneFillsToItsLastVote(uint8 support, uint256 votes, uint256 others, bool quorum) external {
        support = uint8(bound(support, 0, 2));
        votes = bound(votes, 0, MAX_TALLY_VOTES);
        uint256[3] memory model;
        Tally tally;
        if (quorum) tally = tally.withQuorum(true);
        for (uint8 lane = 0; lane < 3; ++lane) {
            model[lane] = lane == support ? votes : bound(others >> lane, 0, MAX_TALLY_VOTES);
            tally = tally.add(lane, model[lane]);
        }
        uint256 room = MAX_TALLY_VOTES - votes;

        VM.expectRevert(abi.encodeWithSelector(TallyOverflow.selector, support, votes, room + 1));
        _harness.add(tally, support, room + 1);

        tally = _harness.add(tally, support, room);
        model[support] = MAX_TALLY_VOTES;
        _assertTally(tally, model, quorum);
    }

    function testFuzz_noWeightWraps(uint8 support, uint256 votes, uint256 weight) external {
        support = uint8(bound(support, 0, 2));
        votes = bound(votes, 0, MAX_TALLY_VOTES);
        weight = bound(weight, MAX_TALLY_VOTES + 1, type(uint256).max);
        Tally tally = Tally.wrap(0).add(support, votes);
        VM.expectRevert(abi.encodeWithSelector(TallyOverflow.selector, support, votes, weight));
        _harness.add(tally, support, weight);
    }

    function testFuzz_withQuorumKeepsTheLanes(uint256 against, uint256 inFavor, uint256 abstain) external pure {
        uint256[3] memory model = [
            bound(against, 0, MAX_TALLY_VOTES),
            bound(inFavor, 0, MAX_TALLY_VOTES),
            bound(abstain, 0, MAX_TALLY_VOTES)
        ];
        Tally tally = Tally.wrap(0).add(0, model[0]).add(1, model[1]).add(2, model[2]);
        _assertTally(tally, model, false);
        VM.assertTrue(!tally.isExtended(), "not extended before");
        _assertTally(tally.withQuorum(false), model, true);
        VM.assertTrue(!tally.withQuorum(false).isExtended(), "reached in time");
        _assertTally(tally.withQuorum(true), model, true);
        VM.assertTrue(tally.withQuorum(true).isExtended(), "reached late");
    }

    function testFuzz_layout(uint256 word) external pure {
        Tally tally = Tally.wrap(word);
        VM.assertEq(tally.votesOf(0), word % 2 ** 84, "against");
        VM.assertEq(tally.votesOf(1), (word / 2 ** 84) % 2 ** 84, "for");
        VM.assertEq(tally.votesOf(2), (word / 2 ** 168) % 2 ** 84, "abstain");
        VM.assertEq(tally.hasQuorum(), word >= 2 ** 255, "quorum");
        VM.assertEq(tally.isExtended(), (word / 2 ** 254) % 2 == 1, "extended");
    }

    function _assertTally(Tally tally, uint256[3] memory model, bool quorum) private pure {
        VM.assertEq(tally.votesOf(0), model[0], "against");
        VM.assertEq(tally.votesOf(1), model[1], "for");
        VM.assertEq(tally.votesOf(2), model[2], "abstain");
        VM.assertEq(tally.hasQuorum(), quorum, "quorum");
    }
}
