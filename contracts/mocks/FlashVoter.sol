// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {ServiceDAO} from "../ServiceDAO.sol";
import {ServiceVotes} from "../ServiceVotes.sol";

/// @notice Locks coins, acts in the DAO and unlocks the coins within one transaction, as with a flash loan.
contract FlashVoter {
    ServiceDAO private immutable _dao;
    ServiceVotes private immutable _votes;

    constructor(ServiceDAO dao, ServiceVotes votes) {
        (_dao, _votes) = (dao, votes);
    }

    function vote(uint256 amount, uint256 proposalId) external {
        _lock(amount);
        _dao.castVote(proposalId, 1);
        _votes.withdrawTo(address(this), amount);
    }

    function propose(uint256 amount, address target) external {
        _lock(amount);
        address[] memory targets = new address[](1);
        targets[0] = target;
        _dao.propose(targets, new uint256[](1), new bytes[](1), "flash");
        _votes.withdrawTo(address(this), amount);
    }

    function _lock(uint256 amount) private {
        IERC20 coin = _votes.underlying();
        coin.approve(address(_votes), amount);
        _votes.depositFor(address(this), amount);
    }
}
